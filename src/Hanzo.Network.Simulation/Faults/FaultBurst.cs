using System.Collections.Immutable;
using static Hanzo.Network.Simulation.Faults.FaultKind;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>Two faults that meet: the second begins while the first lasts, and at most <paramref name="Within"/> after its start.</summary>
internal sealed record FaultBurst(FaultKind First, FaultKind Second, FaultAim Aim, TimeSpan Within)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AnyTime = FaultPlan.Longest;

    /// <summary>Meetings that chance alone would seldom arrange, each with the recovery that it tries.</summary>
    public static readonly ImmutableArray<FaultBurst> All =
    [
        new(Crash, Crash, FaultAim.Another, Soon),            // two lost before either is downed
        new(PowerLoss, PowerLoss, FaultAim.Another, Soon),
        new(Crash, Pause, FaultAim.Another, AWhile),          // the witness of a crash falls silent
        new(Partition, Crash, FaultAim.Any, AnyTime),         // the majority shrinks while sides are counted
        new(Partition, PowerLoss, FaultAim.Any, AnyTime),
        new(Partition, Leave, FaultAim.Any, AWhile),          // a leave that the other side cannot confirm
        new(Partition, OneWay, FaultAim.Any, AnyTime),
        new(Leave, Pause, FaultAim.Same, Soon),               // a handoff that stops half way
        new(Leave, Crash, FaultAim.Same, Soon),
        new(Leave, Crash, FaultAim.Another, AWhile),          // the new owner dies during the handoff
        new(Leave, Pause, FaultAim.Another, AWhile),
        new(Pause, Partition, FaultAim.Same, AnyTime),        // a stale owner that wakes up alone
        new(Crash, JournalPowerLoss, FaultAim.Any, AnyTime),  // a takeover without the history
        new(Crash, FullDisk, FaultAim.Any, AWhile),
        new(FailingDisk, Leave, FaultAim.Any, AWhile),
        new(SlowDisk, Pause, FaultAim.Any, AnyTime),          // an append under way, its writer stale on waking
        new(SlowTool, Crash, FaultAim.Any, AnyTime),          // an effect open for long, its node lost
        new(SlowModel, Leave, FaultAim.Any, AnyTime),
        new(LyingRefusal, BreakStreams, FaultAim.Same, AnyTime), // all the evidence of a crash, and no crash
        new(LyingRefusal, Pause, FaultAim.Any, AnyTime),
        new(HalfOpen, BreakStreams, FaultAim.Same, AWhile),
        new(OneWay, BreakStreams, FaultAim.Same, AnyTime),    // a connection that can be dialled from one end only
        new(DatagramLoss, Crash, FaultAim.Any, AWhile),       // coming back without being heard
        new(DatagramLoss, Partition, FaultAim.Any, AWhile),   // founding again on both sides
        new(ClockJump, Crash, FaultAim.Same, AWhile),         // a process that starts at the wrong time
        new(Sleep, Sleep, FaultAim.Another, Soon),
    ];

    public int WeightIn(SimulatedEnvironment environment) =>
        Math.Min(FaultTable.Of(First).Weights.In(environment), FaultTable.Of(Second).Weights.In(environment));
}

/// <summary>Whom a second fault hits, seen from the first.</summary>
internal enum FaultAim
{
    Any,

    /// <summary>The same node or pair, where both have one.</summary>
    Same,

    Another,
}
