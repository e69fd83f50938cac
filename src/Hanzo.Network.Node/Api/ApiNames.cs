using Hanzo.Network.Agents;
using Hanzo.Network.Checkpoints;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Api;

/// <summary>The words of the HTTP interface for the domain's enumerations.</summary>
internal static class ApiNames
{
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Waiting => "waiting",
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(MigrationStatus status) => status switch
    {
        MigrationStatus.Possible => "possible",
        MigrationStatus.There => "there",
        MigrationStatus.Moved => "moved",
        MigrationStatus.Moving => "moving",
        MigrationStatus.Reserved => "reserved",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(DrainPhase phase) => phase switch
    {
        DrainPhase.Draining => "draining",
        DrainPhase.Drained => "drained",
        DrainPhase.TimedOut => "timed_out",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };

    public static string Of(RunTimeSource source) => source switch
    {
        RunTimeSource.Measured => "measured",
        RunTimeSource.Derived => "derived",
        RunTimeSource.Assumed => "assumed",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    public static string Of(FigureSource source) => source switch
    {
        FigureSource.Override => "override",
        FigureSource.Measured => "measured",
        FigureSource.Table => "table",
        FigureSource.Estimated => "estimated",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    public static string Of(PlacementStrategy strategy) => PlacementNames.Of(strategy);

    public static string Of(StateKind kind) => kind switch
    {
        StateKind.Register => "register",
        StateKind.List => "list",
        StateKind.Counter => "counter",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(CheckpointReason reason) => reason switch
    {
        CheckpointReason.Automatic => "automatic",
        CheckpointReason.Asked => "asked",
        CheckpointReason.BeforeRestore => "before_restore",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    public static string Of(PartitionMode partition) => AgentsFile.PartitionModes.First(mode => mode.Value == partition).Name;

    public static string Of(Workload workload) => workload switch
    {
        Workload.Light => "light",
        Workload.Heavy => "heavy",
        Workload.Background => "background",
        _ => throw new ArgumentOutOfRangeException(nameof(workload), workload, null),
    };
}
