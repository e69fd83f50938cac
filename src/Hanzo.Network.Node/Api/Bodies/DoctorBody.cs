using System.Collections.Immutable;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Diagnosis;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Answer of <c>GET /v1/doctor</c>, and of <c>hanzo doctor --json</c>.</summary>
/// <param name="NodeId">Null: no node runs here.</param>
/// <param name="Findings">The most important first.</param>
/// <param name="Next">The one thing to do next.</param>
/// <param name="Counters">Of beacons: sent, heard, dropped by reason.</param>
/// <param name="Connections">Of others that came to nothing, by reason.</param>
internal sealed record DoctorBody(
    bool Healthy,
    string? Network,
    string? NodeId,
    int BroadcastPort,
    ImmutableArray<FindingBody> Findings,
    string Next,
    ImmutableArray<LinkBody> Interfaces,
    ImmutableSortedDictionary<string, long> Counters,
    ImmutableSortedDictionary<string, long> Connections)
{
    public static DoctorBody From(DoctorFacts facts)
    {
        var report = Doctor.Examine(facts);
        return new DoctorBody(
            report.Healthy,
            facts.Network,
            facts.NodeId,
            facts.BroadcastPort,
            [.. report.Findings.Select(FindingBody.From)],
            report.Next,
            [.. (facts.Datagrams?.Links ?? []).Select(LinkBody.From)],
            facts.Counters,
            facts.Connections);
    }
}

/// <param name="Severity"><c>problem</c>, <c>hint</c> or <c>fine</c>.</param>
internal sealed record FindingBody(string Code, string Severity, string Text, string? Remedy)
{
    public static FindingBody From(Finding finding) =>
        new(finding.Code, finding.Severity.ToString().ToLowerInvariant(), finding.Text, finding.Remedy);
}

/// <param name="Sent">Broadcasts that left.</param>
/// <param name="OwnHeard">Of those, how many came back.</param>
/// <param name="Received">Beacons of others of this interface's network.</param>
/// <param name="Mtu">Bytes; null: unknown.</param>
internal sealed record LinkBody(
    string Name,
    string Type,
    string Address,
    string Broadcast,
    long Sent,
    long Failed,
    string? LastError,
    long OwnHeard,
    long Received,
    int? Mtu)
{
    public static LinkBody From(LinkReport link) => new(
        link.Name, link.Type, link.Address.ToString(), link.Broadcast.ToString(), link.Sent, link.Failed, link.LastError, link.OwnHeard,
        link.Heard, link.Mtu);
}
