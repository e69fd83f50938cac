namespace Hanzo.Network.Simulation.Nodes;

/// <summary>A machine's clock: what it does to the clocks of the processes on it, now and later.</summary>
public sealed class MachineClock(SimulatedNode node)
{
    /// <summary>Seconds of this clock in one of the world's.</summary>
    public double Rate
    {
        get;
        set
        {
            field = value;
            Apply();
        }
    } = 1;

    /// <summary>Of the wall clock.</summary>
    public TimeSpan Offset
    {
        get;
        set
        {
            if (node.Process is { } process) process.Time.WallOffset += value - field;
            field = value;
        }
    }

    /// <summary>To a process that has just started.</summary>
    internal void Start(World.ProcessTime time)
    {
        time.WallOffset += Offset;
        time.SetRate(Rate);
    }

    private void Apply() => node.Process?.Time.SetRate(Rate);
}
