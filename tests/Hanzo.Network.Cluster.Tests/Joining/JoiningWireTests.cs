using System.Text;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

public sealed class JoiningWireTests
{
    private static readonly NodeIdentity Node = new(
        "home", "one", "01J00000000000000000000001", NodeAddress.Parse("10.0.0.1:5681"), "embedded", "0.1.0", new ProtocolRange(1, 1));

    private static readonly ContactReport Report = new()
    {
        Node = Node,
        Cluster = new ClusterIdentity("01J00000000000000000000002", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        Speak = new SharedProtocol(1, "one", 2, "two"),
        Peers = [new ContactPeer(NodeAddress.Parse("10.0.0.2:5681"), "two"), new ContactPeer(NodeAddress.Parse("10.0.0.3:5681"))],
    };

    [Fact]
    public void The_answers_form_is_fixed()
    {
        const string Golden =
            """
            {"number":7,"report":{"node":{"network":"home","node_id":"one","incarnation":"01J00000000000000000000001",
            "address":"10.0.0.1:5681","runtime":"embedded","version":"0.1.0","protocol":{"min":1,"max":1}},
            "cluster":{"id":"01J00000000000000000000002","founded_at":"2026-01-02T03:04:05+00:00"},
            "settling":false,"leaving":false,"speak":{"min":1,"min_by":"one","max":2,"max_by":"two"},
            "peers":[{"address":"10.0.0.2:5681","node_id":"two"},{"address":"10.0.0.3:5681"}]}}
            """;
        var format = WireFormats.All.Of(new ContactAnswer(7, Report));
        format.Manifest.ShouldBe("contact.answer.1");
        Encoding.UTF8.GetString(format.Write(new ContactAnswer(7, Report))).ShouldBe(Golden.ReplaceLineEndings(""));
        var read = (ContactAnswer)format.Read(Encoding.UTF8.GetBytes(Golden));
        read.Report.Peers.ShouldBe(Report.Peers);
        (read.Report with { Peers = [] }).ShouldBe(Report with { Peers = [] });
    }

    [Fact]
    public void A_probe_without_peers_and_with_unknown_fields_can_be_read()
    {
        const string Probe =
            """
            {"number":1,"mood":"sunny","from":{"node":{"network":"home","node_id":"one","incarnation":"01J00000000000000000000001",
            "address":"10.0.0.1:5681","runtime":"embedded","version":"0.1.0","protocol":{"min":1,"max":1}}}}
            """;
        var read = (ContactProbe)WireFormats.All.Of("contact.probe.1").Read(Encoding.UTF8.GetBytes(Probe));
        read.From.Node.ShouldBe(Node);
        read.From.Peers.ShouldBeEmpty();
        read.From.Speak.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 2, "node.one", "speaks.1-2")]
    [InlineData(3, 3, "speaks.3-3", "node.one")]
    [InlineData(1, 1, "node.one")]
    [InlineData(1, 1, "node.one", "speaks.many")]
    [InlineData(1, 1, "node.one", "speaks.2-1")]
    public void What_a_member_speaks_is_in_its_roles_and_older_ones_tell_nothing(int min, int max, params string[] roles)
    {
        NodeRole.SpokenBy(roles).ShouldBe(new ProtocolRange(min, max));
        if (roles.Length > 1 && max > 1) roles.ShouldContain(NodeRole.Of(new ProtocolRange(min, max)));
    }

    [Theory]
    [InlineData("""{"number":1}""")]
    [InlineData("""{"number":1,"from":{"node":null}}""")]
    [InlineData("""{"number":1,"from":{"node":{"network":"home"}}}""")]
    [InlineData("null")]
    public void A_probe_that_lacks_what_it_needs_is_refused(string json) =>
        Should.Throw<System.Text.Json.JsonException>(() => WireFormats.All.Of("contact.probe.1").Read(Encoding.UTF8.GetBytes(json)));
}
