using System.Collections.Immutable;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Demo;

/// <summary>Output of <c>hanzo demo --json</c>.</summary>
internal sealed record DemoBody(
    string Network,
    string Page,
    ImmutableSortedDictionary<string, DeviceBody> Nodes,
    ImmutableArray<DemoRunBody> Runs,
    DemoLossBody Loss,
    ImmutableArray<DemoRunBody> RunsAfterLoss);

/// <param name="AskedAt">The node that was asked.</param>
/// <param name="Node">The node that ran it; null when it was refused.</param>
/// <param name="Answer">What came of it, or why it was refused.</param>
internal sealed record DemoRunBody(string AskedAt, string Agent, string Prompt, string? Node, string Answer, string Why);

/// <param name="NoticedAfterMs">From the kill until no other node listed it.</param>
internal sealed record DemoLossBody(string Node, double NoticedAfterMs);
