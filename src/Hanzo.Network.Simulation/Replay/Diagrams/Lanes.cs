using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>Spans beside each other: one that begins takes the first lane that is free.</summary>
internal sealed class Lanes(int count)
{
    private readonly Fault?[] _faults = new Fault?[count];

    public Fault? this[int lane] => _faults[lane];

    /// <returns>Null: all are taken.</returns>
    public int? Begin(Fault fault)
    {
        var free = Array.IndexOf(_faults, null);
        if (free < 0) return null;
        _faults[free] = fault;
        return free;
    }

    /// <returns>Null: it had none.</returns>
    public int? End(Fault fault)
    {
        var lane = Array.FindIndex(_faults, known => ReferenceEquals(known, fault));
        if (lane < 0) return null;
        _faults[lane] = null;
        return lane;
    }
}
