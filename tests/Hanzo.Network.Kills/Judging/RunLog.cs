using System.Collections.Immutable;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Judging;

/// <summary>A run that was acknowledged, and what was seen of it while nodes were killed.</summary>
internal sealed record RunLog(string Id, string Session, ImmutableArray<SeenStep> Seen)
{
    /// <summary>Of the call that is this step of the run, the only one of its session.</summary>
    public string KeyOf(int step) => $"{Session}.{new EffectId(1, step)}";
}

/// <summary>A run as it is told when all is over.</summary>
/// <param name="Status">As in <c>GET /v1/runs/{id}</c>.</param>
internal sealed record RunEnd(string Status, string Output, string? Error, ImmutableArray<SeenStep> History);
