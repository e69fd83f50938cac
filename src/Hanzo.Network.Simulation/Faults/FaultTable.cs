using System.Collections.Immutable;
using static Hanzo.Network.Simulation.Faults.FaultKind;
using static Hanzo.Network.Simulation.Faults.FaultTarget;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>
/// Every kind of fault: its target, how long it lasts, how much of it, and its weights. The times lie around those of the
/// application: a member is suspected after 2.5 s of silence, downed after 6 s; a slot is handed off within 5 s.
/// </summary>
public static class FaultTable
{
    /// <summary>In the order of <see cref="FaultKind"/>.</summary>
    public static readonly ImmutableArray<FaultShape> Rows =
    [
        //                             seconds                                     one machine, home, rack, wide
        Row(Crash, Node,               0.1, 60, AmountRange.None,                  30, 10, 12, 8),
        Row(PowerLoss, Node,             1, 90, AmountRange.None,                  0, 6, 10, 3),
        Row(Leave, Node,                 1, 60, AmountRange.None,                  12, 8, 6, 5),
        Row(Pause, Node,               0.2, 30, AmountRange.None,                  14, 5, 6, 4),
        Row(Sleep, Node,                 2, 120, AmountRange.None,                 0, 10, 0, 3),
        Row(Partition, Side,           0.5, 60, AmountRange.Nodes,                 0, 5, 12, 10),
        Row(OneWay, Pair,              0.5, 60, AmountRange.None,                  0, 2, 6, 8),
        Row(SlowLink, Node,              2, 90, AmountRange.Latency,               0, 6, 4, 8),
        Row(DatagramLoss, Everything,    5, 120, AmountRange.Loss,                 2, 8, 2, 6),
        Row(DatagramDuplication, Everything, 5, 120, AmountRange.Duplicates,       2, 4, 2, 4),
        Row(BreakStreams, Pair,          0, 0, AmountRange.None,                   3, 5, 5, 8),
        Row(HalfOpen, Pair,              0, 0, AmountRange.None,                   0, 4, 4, 7),
        Row(LyingRefusal, Pair,          1, 60, AmountRange.None,                  0, 2, 2, 7),
        Row(ReusedAddress, Node,         1, 60, AmountRange.None,                  6, 4, 3, 3),
        Row(ClockDrift, Node,           10, 300, AmountRange.Drift,                2, 4, 3, 3),
        Row(ClockJump, Node,             5, 120, AmountRange.Jump,                 3, 4, 2, 3),
        Row(SlowDisk, Everything,        1, 60, AmountRange.DiskSlowness,          6, 4, 6, 3),
        Row(FullDisk, Everything,        1, 40, AmountRange.None,                  3, 3, 3, 2),
        Row(FailingDisk, Everything,   0.2, 30, AmountRange.None,                  2, 2, 4, 2),
        Row(JournalPowerLoss, Everything, 1, 30, AmountRange.None,                 0, 2, 4, 2),
        Row(SlowModel, Everything,       5, 90, AmountRange.ModelSlowness,         6, 4, 3, 4),
        Row(FailingModel, Everything,    1, 60, AmountRange.Failures,              5, 3, 2, 4),
        Row(SlowTool, Everything,        5, 90, AmountRange.ToolSlowness,          5, 3, 3, 3),
        Row(FailingTool, Everything,     1, 60, AmountRange.Failures,              5, 3, 3, 3),
        Row(Drain, Node,                20, 90, AmountRange.DrainTimeout,          4, 3, 5, 3),
        Row(Migrate, Pair,               0, 0, AmountRange.Slot,                   3, 3, 5, 3),
    ];

    /// <summary>What the world does, in the order of <see cref="FaultKind"/>.</summary>
    public static readonly ImmutableArray<FaultShape> OfWorld = [.. Rows.Where(row => !row.IsAsked)];

    /// <summary>What people do; their weights count against one another alone.</summary>
    public static readonly ImmutableArray<FaultShape> Asked = [.. Rows.Where(row => row.IsAsked)];

    public static FaultShape Of(FaultKind kind) => Rows[(int)kind];

    private static FaultShape Row(
        FaultKind kind,
        FaultTarget target,
        double shortest,
        double longest,
        AmountRange amount,
        int oneMachine,
        int home,
        int rack,
        int wide) =>
        new(
            kind,
            target,
            TimeSpan.FromSeconds(shortest),
            TimeSpan.FromSeconds(longest),
            amount,
            new EnvironmentWeights(oneMachine, home, rack, wide));
}
