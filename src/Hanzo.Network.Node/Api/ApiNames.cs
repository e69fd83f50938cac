using Hanzo.Network.Agents;
using Hanzo.Network.Checkpoints;
using Hanzo.Network.Devices;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Placement;
using Hanzo.Network.State;
using Hanzo.Network.Tools;

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

    public static string Of(AgentLinkMode mode) => mode switch
    {
        AgentLinkMode.Ask => "ask",
        AgentLinkMode.HandOff => "hand_off",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

    public static string Of(MemoryScope scope) => MemoryNames.Scopes.First(known => known.Value == scope).Name;

    /// <param name="stage">Null: both.</param>
    public static string Of(GuardrailStage? stage) => stage switch
    {
        GuardrailStage.Input => "input",
        GuardrailStage.Output => "output",
        null => "both",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    public static string Of(ToolApproval approval) => approval switch
    {
        ToolApproval.Never => "never",
        ToolApproval.Always => "always",
        ToolApproval.When => "when",
        _ => throw new ArgumentOutOfRangeException(nameof(approval), approval, null),
    };

    public static string Of(ToolEffect effect) => effect switch
    {
        ToolEffect.AskBeforeRetry => "ask_before_retry",
        ToolEffect.Idempotent => "idempotent",
        ToolEffect.Reconcilable => "reconcilable",
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, null),
    };

    public static string Of(Workload workload) => workload switch
    {
        Workload.Light => "light",
        Workload.Heavy => "heavy",
        Workload.Background => "background",
        _ => throw new ArgumentOutOfRangeException(nameof(workload), workload, null),
    };
}
