using System.Collections.Immutable;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Node.Demo;

/// <summary>Output of <c>hanzo demo --json</c>.</summary>
internal sealed record DemoBody(
    string Network,
    string Page,
    ImmutableSortedDictionary<string, DeviceBody> Nodes,
    ImmutableArray<DemoRunBody> Runs,
    DemoLossBody Loss,
    DemoStreamBody Stream,
    ImmutableArray<DemoRunBody> RunsAfterLoss);

/// <param name="AskedAt">The node that was asked.</param>
/// <param name="Node">The node that ran it; null when it was refused.</param>
/// <param name="Answer">What came of it, or why it was refused.</param>
internal sealed record DemoRunBody(string AskedAt, string Agent, string Prompt, string? Node, string Answer, string Why);

/// <param name="NoticedAfterMs">From the kill until no other node listed it.</param>
internal sealed record DemoLossBody(string Node, double NoticedAfterMs);

/// <summary>One stream, watched at one node while the node that ran it was killed.</summary>
/// <param name="BeforeKill">What had come of the answer.</param>
/// <param name="AfterKill">What came then, as the model was asked once more; pieces may be missed, the whole is the output.</param>
/// <param name="FailoverMs">From the kill to the next that came.</param>
/// <param name="EffectsReused">Calls of the model and of tools whose recorded results counted.</param>
/// <param name="EffectsRepeated">Calls that had begun and were made once more.</param>
internal sealed record DemoStreamBody(
    string RunId,
    string WatchedAt,
    string BeganOn,
    string WentOnAt,
    string BeforeKill,
    string AfterKill,
    double? FailoverMs,
    int EffectsReused,
    int EffectsRepeated,
    string Status,
    string Output);

/// <summary>Output of <c>hanzo demo --chaos --json</c>.</summary>
/// <param name="Failover">Of the kills in the middle of a run; null: there were none.</param>
/// <param name="Lost">A sentence for each thing that was acknowledged and is not there; none is as it must be.</param>
internal sealed record DemoChaosBody(
    string Network,
    int Seed,
    ImmutableArray<DemoKillBody> Kills,
    FailoverTimes? Failover,
    int EffectsReused,
    int EffectsRepeated,
    ImmutableArray<string> Lost);

/// <param name="AfterMs">From the acknowledgement of the run to the kill.</param>
/// <param name="FailoverMs">Null: the run had ended before.</param>
internal sealed record DemoKillBody(
    int Kill, string Node, double AfterMs, string WentOnAt, double? FailoverMs, int EffectsReused, int EffectsRepeated, string Status);
