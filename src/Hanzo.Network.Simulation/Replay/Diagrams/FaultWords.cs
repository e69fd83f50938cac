using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>A fault as a diagram names it.</summary>
internal static class FaultWords
{
    /// <summary>Nodes that a bit set can name.</summary>
    private const int Bits = 64;

    public static string Kind(FaultKind kind) => FaultTable.Of(kind).Name;

    /// <summary>Without its time: that is where it is drawn.</summary>
    public static string Of(Fault fault)
    {
        var text = FaultText.Of(fault);
        return text[(text.IndexOf(' ') + 1)..];
    }

    public static string Over(Fault fault) => $"{Kind(fault.Kind)}{(fault.Node < 0 ? "" : $" n{fault.Node}")} is over";

    /// <summary>The nodes that a fault happens to; empty: the whole network.</summary>
    public static IEnumerable<int> Nodes(Fault fault) => fault.Kind == FaultKind.Partition
        ? Enumerable.Range(0, Bits).Where(node => ((ulong)fault.Amount >> node & 1) == 1)
        : fault.Node < 0 ? [] : [fault.Node];
}
