using System.Collections.Immutable;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>The line that <c>hanzo up --json</c> writes when the node is part of its network.</summary>
/// <param name="Event">Always <c>ready</c>.</param>
/// <param name="Security">Of what nodes send each other: <c>mutual-tls</c>, <c>tls</c> (peers are not verified) or <c>none</c>.</param>
internal sealed record ReadyBody(
    string Event,
    string Network,
    string NodeId,
    string Address,
    string HttpUrl,
    int BroadcastPort,
    int Pid,
    string Runtime,
    string Version,
    string Durability,
    string Security,
    ImmutableArray<string> Agents,
    ImmutableArray<string> Remarks);
