using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Answer of <c>GET /v1/placement/{agent}</c>. What is unknown is null.</summary>
/// <param name="Nodes">Every node that may be given sessions.</param>
/// <param name="Unusable">Why other nodes may not, by id.</param>
/// <param name="Choices">What a new session would get now.</param>
internal sealed record PlacementBody(
    string Agent,
    string Workload,
    RequirementsBody Requires,
    DeploymentBody? Deployment,
    ImmutableArray<VerdictBody> Nodes,
    ImmutableSortedDictionary<string, string> Unusable,
    ImmutableArray<ChoiceBody> Choices,
    WhatIfBody? WhatIf)
{
    public static PlacementBody From(PlacementReport report) => new(
        report.Agent.Name.Value,
        ApiNames.Of(report.Agent.Workload),
        RequirementsBody.From(report.Agent.Requires),
        report.Agent.Deployment is { } deployment ? DeploymentBody.From(deployment) : null,
        [.. report.Explanation.Nodes.Select(VerdictBody.From)],
        report.Unusable,
        [.. report.Choices.Select(ChoiceBody.From)],
        report.WhatIf is { } whatIf ? WhatIfBody.From(whatIf) : null);
}

/// <param name="Fits">It may run the agent.</param>
/// <param name="Unmet">Everything that keeps it from that, the most telling first.</param>
internal sealed record VerdictBody(string Node, bool Fits, ImmutableArray<string> Unmet, ScoreBody Score, SlotsBody Slots)
{
    public static VerdictBody From(NodeVerdict verdict) => new(
        verdict.Node,
        verdict.Fits,
        verdict.Unmet,
        ScoreBody.From(verdict.Score),
        new SlotsBody(verdict.SlotsHosted, verdict.SlotsPlanned, verdict.SlotsOpen));
}

/// <param name="DispatchedRuns">Sent there by the node that answers, since the other told its load.</param>
/// <param name="ExpectedSeconds">Until one more run would have ended there: the score; lower is better.</param>
/// <param name="Busy">Why the node counts as busy; null when it does not.</param>
internal sealed record ScoreBody(
    double ExpectedSeconds,
    RunTimeBody Run,
    ThroughputBody Throughput,
    int Capacity,
    int ActiveRuns,
    int QueuedRuns,
    int DispatchedRuns,
    double Cpu,
    string? Busy)
{
    public static ScoreBody From(NodeScore score) => new(
        Round(score.ExpectedSeconds),
        RunTimeBody.From(score.Run),
        ThroughputBody.From(score.Throughput),
        score.Capacity,
        score.Active,
        score.Queued,
        score.Dispatched,
        Math.Round(score.Cpu, 3),
        score.Busy);

    /// <summary>To four digits: more would be chance.</summary>
    public static double Round(double value) =>
        double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>How long runs of the agent take on the node.</summary>
/// <param name="Seconds">Of one run among <paramref name="ConcurrentRuns"/> that are under way at once.</param>
/// <param name="Source"><c>measured</c> there, <c>derived</c> from all nodes by their throughput, or <c>assumed</c>.</param>
/// <param name="Runs">How many runs it rests on.</param>
/// <param name="TokensPerSecond">Of the model's output in runs on this node; null: unknown.</param>
internal sealed record RunTimeBody(
    double Seconds, double ConcurrentRuns, string Source, int Runs, DateTimeOffset? At, double? TokensPerSecond)
{
    public static RunTimeBody From(RunTime run) => new(
        ScoreBody.Round(run.Seconds),
        ScoreBody.Round(run.ConcurrentRuns),
        ApiNames.Of(run.Source),
        run.Runs,
        run.At,
        run.TokensPerSecond is { } tokens ? ScoreBody.Round(tokens) : null);
}

/// <param name="Tflops">Null: unknown.</param>
/// <param name="Source"><c>override</c>, <c>measured</c>, <c>table</c> or <c>estimated</c>.</param>
internal sealed record ThroughputBody(double? Tflops, string? Precision, string? Source, DateTimeOffset? At)
{
    public static ThroughputBody From(Throughput throughput) => new(
        throughput.Precision is null ? null : throughput.Tflops,
        throughput.Precision,
        throughput.Source is { } source ? ApiNames.Of(source) : null,
        throughput.At);
}

/// <param name="Hosted">It has now.</param>
/// <param name="Planned">Belong to it by the plan.</param>
/// <param name="Open">A new session could have there.</param>
internal sealed record SlotsBody(int Hosted, int Planned, int Open);

/// <param name="Placement">The strategy.</param>
/// <param name="Node">Null: none may take it.</param>
internal sealed record ChoiceBody(string Placement, string? Node, string Why)
{
    public static ChoiceBody From(PlacementChoice choice) =>
        new(ApiNames.Of(choice.Strategy), choice.Decision.Node, choice.Decision.Why);
}

/// <summary>What would become of the agent's slots without one node; the rest of the answer is told as if it were not there.</summary>
/// <param name="Unplaced">Slots that no node would take.</param>
internal sealed record WhatIfBody(string Without, string Text, ImmutableArray<SlotMoveBody> Moves, ImmutableArray<string> Unplaced)
{
    public static WhatIfBody From(PlacementWhatIf whatIf) => new(
        whatIf.Without,
        whatIf.Text,
        [.. whatIf.Moves.Select(move => new SlotMoveBody(move.Slot.ToString(), move.From, move.To, move.Why))],
        [.. whatIf.Unplaced.Select(slot => slot.ToString())]);
}

internal sealed record SlotMoveBody(string Slot, string From, string To, string Why);
