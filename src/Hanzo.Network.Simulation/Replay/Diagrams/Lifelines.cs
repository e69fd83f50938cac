using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>How each node is, by the faults that last: its column's sign.</summary>
internal sealed class Lifelines(int nodes)
{
    private readonly List<Fault>[] _faults = [.. Enumerable.Range(0, nodes).Select(_ => new List<Fault>())];

    public char this[int node] => _faults[node] switch
    {
        [] => '│',
        var faults when faults.Exists(fault => IsDown(fault.Kind)) => ' ',
        var faults when faults.Exists(fault => fault.Kind is FaultKind.Pause or FaultKind.Sleep) => '┊',
        _ => '║',
    };

    public static bool IsDown(FaultKind kind) =>
        kind is FaultKind.Crash or FaultKind.PowerLoss or FaultKind.Leave or FaultKind.ReusedAddress;

    public void Begin(Fault fault)
    {
        if (fault.Lasts == TimeSpan.Zero) return;
        foreach (var node in Hit(fault)) _faults[node].Add(fault);
    }

    public void End(Fault fault)
    {
        foreach (var node in Hit(fault)) _faults[node].RemoveAll(known => ReferenceEquals(known, fault));
    }

    private IEnumerable<int> Hit(Fault fault) => FaultWords.Nodes(fault).Where(node => node < nodes);
}
