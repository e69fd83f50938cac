namespace Hanzo.Network.Simulation.Storage;

/// <summary>How long one operation of a disk takes: anything between the least and the most.</summary>
/// <param name="Write">Into the machine's cache, or reading.</param>
/// <param name="Sync">Until it would survive a power loss.</param>
public sealed record DiskSpeed(TimeRange Write, TimeRange Sync)
{
    public static readonly DiskSpeed SolidState = new(TimeRange.Microseconds(10, 60), TimeRange.Microseconds(300, 3_000));
    public static readonly DiskSpeed Spinning = new(TimeRange.Microseconds(20, 200), TimeRange.Microseconds(4_000, 20_000));
    public static readonly DiskSpeed MemoryCard = new(TimeRange.Microseconds(50, 1_000), TimeRange.Microseconds(5_000, 80_000));
}
