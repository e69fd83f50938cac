using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Diagnosis;

namespace Hanzo.Network.Tests.Joining.Diagnosis;

public sealed class DoctorTests
{
    private static readonly DateTimeOffset Now = Nodes.Epoch.AddMinutes(5);
    private static readonly NodeIdentity Two = Nodes.Node("two", "192.168.1.20:5681", age: 2);

    private static readonly LinkReport Works = new(
        "eth0", IPAddress.Parse("192.168.1.7"), IPAddress.Parse("192.168.1.255"), Sent: 10, Failed: 0, LastError: null)
    {
        OwnHeard = 10, Type = "Ethernet", PrefixLength = 24, Mtu = 1500,
    };

    private static readonly DoctorFacts Well = new()
    {
        Network = "home",
        NodeId = "one",
        Host = HostSystem.Linux,
        Datagrams = Report(Works),
        Heard = [Heard(Two, hearsUs: true)],
        Peers = [new MetPeer("two", "192.168.1.20:5681", Healthy: true, LatencyMs: 1)],
        Device = "MacBook Pro, Apple M1",
        Now = Now,
    };

    public static TheoryData<string, DoctorFacts, string, string> ProblemsOfPorts => new()
    {
        {
            "port_held", Well with { PortError = "it cannot be shared", PortHolder = "'nc' (process 7)" },
            "UDP port 5678 cannot be used: it cannot be shared It is held by 'nc' (process 7).", "End 'nc' (process 7), or start all nodes"
        },
        { "port_held", Well with { PortError = "it cannot be shared" }, "UDP port 5678 cannot be used", "End the program that holds UDP" },
        {
            "no_such_interface", Well with { PortError = "no interface 'warp9' is up" }, "no interface 'warp9' is up", "another --interface"
        },
        { "refused", Well with { Refusal = "node id 'one' is already in use" }, "node id 'one'", "another --node-id" },
        {
            "firewall", Well with { Datagrams = Report(Works with { OwnHeard = 0 }) },
            "own broadcasts left by eth0 (192.168.1.7) 10 times and never came back", "sudo ufw allow 5678/udp"
        },
        {
            "firewall", Well with { Datagrams = Report(Works with { OwnHeard = 0 }), Host = HostSystem.Windows },
            "a firewall on this machine", "New-NetFirewallRule -DisplayName hanzo -Direction Inbound -Protocol UDP -LocalPort 5678"
        },
        {
            "firewall", Well with { Datagrams = Report(Works with { OwnHeard = 0 }), Host = HostSystem.MacOS },
            "a firewall on this machine", "System Settings"
        },
        {
            "send_denied", Well with { Datagrams = Report(Works with { Sent = 0, Failed = 9, LastError = "192.168.1.255: AccessDenied" }) },
            "may not send broadcasts by eth0", "sudo ufw allow"
        },
        {
            "send_failed",
            Well with { Datagrams = Report(Works with { Sent = 0, Failed = 9, LastError = "192.168.1.255: NetworkUnreachable" }) },
            "Broadcasts by eth0 (192.168.1.7) fail (192.168.1.255: NetworkUnreachable).", "--interface"
        },
        {
            "no_interface", Well with { Datagrams = Report(Works with { Name = "lo", IsLoopback = true }) },
            "No interface but loopback is up", "Connect this machine"
        },
    };

    public static TheoryData<string, DoctorFacts, string, string> ProblemsOfPaths => new()
    {
        {
            "not_heard_there", Well with { Heard = [Heard(Two, hearsUs: false)] },
            "Node 'two' at 192.168.1.20:5681 is heard here but does not hear this node's beacons", "of the machine of 'two' (192.168.1.20)"
        },
        {
            "no_connection", Well with { Peers = [] },
            "Node 'two' is heard, but no connection to 192.168.1.20:5681 comes about", "Let TCP port 5681 through"
        },
        {
            "no_connection", Well with { Peers = [], Datagrams = Report(Works with { Mtu = 1450 }) },
            "eth0 carries packets of 1450 bytes only, which may be too few.", "Let TCP port 5681 through"
        },
        {
            "not_heard_here", Well with { Heard = [], Probers = [new Prober(Two, Now, HearsUs: true)] },
            "Node 'two' at 192.168.1.20:5681 hears this node's beacons and has connected, but its own are not heard here", "sudo ufw allow"
        },
        {
            "not_heard_here", Well with { Heard = [], Probers = [new Prober(Two, Now.AddHours(-1), HearsUs: true)] },
            "but its own are not heard here", "sudo ufw allow"
        },
        {
            "deaf_both", Well with { Heard = [], Probers = [new Prober(Two, Now, HearsUs: false)] },
            "neither hears the other's beacons; it came by another road", "client isolation"
        },
        {
            "no_way_back", Well with { Heard = [], Peers = [], Probers = [new Prober(Two, Now, null) { First = Now.AddSeconds(-11) }] },
            "is not reached at 192.168.1.20:5681, the address that it gives", "--advertise"
        },
        {
            "large_packets", Well with { Peers = [], LossyPaths = [new LossyPath(Two.Address, 1500)] },
            "Large packets (1500 bytes) do not get through to 192.168.1.20:5681, small ones do", "sudo ip link set eth0 mtu 1280"
        },
        {
            "large_packets", Well with
            {
                Peers = [new MetPeer("two", "192.168.1.20:5681", Healthy: false, null)], LossyPaths = [new LossyPath(Two.Address, 1450)],
            },
            "Large packets (1450 bytes)", "--interface"
        },
        {
            "unhealthy", Well with { Peers = [new MetPeer("two", "192.168.1.20:5681", Healthy: false, null)] },
            "is a member but does not answer", "is it on, awake"
        },
    };

    public static TheoryData<string, DoctorFacts, string, string> ProblemsToldBefore => new()
    {
        { "other_keys", Noticed("keys"), "said so", "run 'hanzo invite', here 'hanzo join …'" },
        { "other_is_secured", Noticed("secured"), "said so", "run 'hanzo invite', here 'hanzo join …'" },
        { "other_is_not_secured", Noticed("unsecured"), "said so", "Run 'hanzo invite' here" },
        { "other_runtime", Noticed("runtime:x"), "said so", "same build" },
        { "other_version", Noticed("protocol:x"), "said so", "Update hanzo" },
        { "beacon_version", Noticed("beacons") with { Counters = Counted("unsupported_version", 3).Counters }, "said so", "Update hanzo" },
        { "other_network", Noticed("network:x"), "said so", "same --network" },
        { "other_reach", Noticed("reach:x"), "said so", "--lan" },
        { "same_id", Noticed("twin:x"), "said so", "--node-id" },
        { "clock_skew", Noticed("skew:x"), "said so", "NTP" },
        {
            "road", Well with { Roads = Road("file", RoadState.Failing, "line 3 is wrong") },
            "The road 'file' fails: line 3 is wrong.", "Set 'file' right"
        },
    };

    public static TheoryData<string, DoctorFacts, string> Hints => new()
    {
        { "forged", Counted("forged", 12_345), "12,345 beacons claim to be of this network" },
        { "replayed", Counted("replayed", 3), "3 beacons of this network were recorded" },
        { "beacon_version", Counted("unsupported_version", 3), "a version that this one does not read" },
        { "foreign_network", Counted("foreign_network", 3), "this node is of 'home'" },
        { "other_program", Counted("garbage", 3), "3 datagrams on UDP port 5678 were no beacons" },
        { "overflow", Well with { Datagrams = Report(Works) with { Overflowed = 5 } }, "5 datagrams came faster" },
        { "untrusted", Connected("untrusted"), "7 connections showed no certificate that this network accepts" },
        { "refused_invites", Well with { Refusals = Well.Refusals.Add("used_invite", 2) }, "were refused: used_invite 2;" },
        { "connections", Connected("silent"), "Connections that came to nothing: silent 7." },
        { "small_mtu", Well with { Datagrams = Report(Works with { Mtu = 1280 }) }, "packets of 1280 bytes only" },
        { "send_flaky", Well with { Datagrams = Report(Works with { Failed = 2, LastError = "x" }) }, "2 of 12 broadcasts" },
        { "latency", Well with { Peers = [new MetPeer("two", "192.168.1.20:5681", true, 480)] }, "answers after 480 ms" },
        { "port_taken", Well with { TakenPorts = [5680] }, "TCP port 5680 is taken" },
        { "no_beacons", Well with { UsesBeacons = false }, "neither sends nor hears beacons" },
        { "device", Well with { Device = "Unknown device, Apple M9" }, "Not all of this device is known" },
        { "alone", Well with { Peers = [], Heard = [] }, "No other node of network 'home' is met." },
        { "alone", Well with { Peers = [], Heard = [], OnLoopback = true }, "bound to loopback" },
        { "alone", Well with { NodeId = null, Peers = [], Heard = [] }, "none is heard" },
        {
            "no_node", Well with { NodeId = null, Peers = [], Heard = [], Networks = [new HeardNetwork("home", "01J", "10.0.0.1")] },
            "No node runs on this machine."
        },
    };

    [Theory]
    [MemberData(nameof(ProblemsOfPorts))]
    [MemberData(nameof(ProblemsOfPaths))]
    [MemberData(nameof(ProblemsToldBefore))]
    public void A_problem_is_named_with_its_remedy_which_comes_next(string code, DoctorFacts facts, string text, string remedy)
    {
        var report = Doctor.Examine(facts);
        report.Healthy.ShouldBeFalse();
        var finding = report.Findings.Where(finding => finding.Severity == Severity.Problem).ShouldHaveSingleItem();
        finding.Code.ShouldBe(code);
        finding.Text.ShouldContain(text);
        finding.Remedy.ShouldNotBeNull().ShouldContain(remedy);
        report.Next.ShouldBe(finding.Remedy);
    }

    [Theory]
    [MemberData(nameof(Hints))]
    public void What_may_be_meant_so_is_a_hint(string code, DoctorFacts facts, string text)
    {
        var report = Doctor.Examine(facts);
        report.Healthy.ShouldBeTrue();
        report.Findings.Where(finding => finding.Severity == Severity.Hint).ShouldContain(
            finding => finding.Code == code && finding.Text.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_network_that_is_well_nothing_is_to_be_done()
    {
        var report = Doctor.Examine(Well);
        (report.Healthy, report.Next).ShouldBe((true, "Nothing: all is well."));
        report.Findings.Select(finding => (finding.Code, finding.Severity)).ShouldBe([("link", Severity.Fine), ("peers", Severity.Fine)]);
    }

    [Fact]
    public void Large_packets_are_tried_only_where_something_is_wrong()
    {
        Doctor.DoubtfulPaths(Well).ShouldBeEmpty();
        Doctor.DoubtfulPaths(Well with { Peers = [] }).ShouldBe([Two.Address]);
        Doctor.DoubtfulPaths(Well with { Peers = [], Notices = [new JoinNotice($"runtime:{Two.NodeId}@{Two.Address}", "other")] })
            .ShouldBeEmpty();
        Doctor.DoubtfulPaths(Well with { Heard = [], Peers = [], Probers = [new Prober(Two, Now, null)] }).ShouldBe([Two.Address]);
        var silent = new MetPeer("two", Two.Address.ToString(), Healthy: false, null);
        Doctor.DoubtfulPaths(Well with { Peers = [silent] }).ShouldBe([Two.Address]);
    }

    [Fact]
    public void The_cause_comes_before_its_consequences()
    {
        var report = Doctor.Examine(Well with
        {
            Datagrams = Report(Works with { OwnHeard = 0 }),
            Heard = [],
            Probers = [new Prober(Two, Now, HearsUs: true)],
            Notices = [new JoinNotice("skew:two", "the clock")],
        });
        report.Findings.Select(finding => finding.Code).ShouldBe(["clock_skew", "firewall", "not_heard_here", "peers"]);
    }

    [Fact]
    public void A_node_that_has_just_come_or_gone_is_no_problem()
    {
        var gone = Heard(Two, hearsUs: false) with { LastHeard = Now.AddSeconds(-20) };
        var come = Heard(Two, hearsUs: false) with { FirstHeard = Now.AddSeconds(-5) };
        foreach (var heard in (HeardNode[])[gone, come])
            Doctor.Examine(Well with { Peers = [], Heard = [heard] }).Healthy.ShouldBeTrue();
        var prober = new Prober(Two, Now.AddSeconds(-40), HearsUs: true);
        Doctor.Examine(Well with { Peers = [], Heard = [], Probers = [prober] }).Healthy.ShouldBeTrue();
    }

    [Fact]
    public void Who_cannot_join_for_a_reason_that_is_told_is_not_told_of_twice()
    {
        var report = Doctor.Examine(Well with
        {
            Peers = [], Notices = [new JoinNotice($"protocol:two@{Two.Address}", "another version")],
        });
        report.Findings.Where(finding => finding.Severity == Severity.Problem).ShouldHaveSingleItem().Code.ShouldBe("other_version");
    }

    [Fact]
    public void Probers_are_bounded_and_noted_only_when_there_is_news()
    {
        var status = JoinStatus.Initial;
        for (var i = 1; i <= 2 * JoinStatus.MaxProbers; i++)
            status = status.WithProber(new Prober(Nodes.Node($"n{i}", $"127.0.0.1:{i}"), Now.AddSeconds(i), HearsUs: null));
        status.Probers.Count.ShouldBe(JoinStatus.MaxProbers);
        var newest = status.Probers.Values.MaxBy(prober => prober.Last)!;
        status.WithProber(newest with { Last = newest.Last.AddSeconds(1) }).ShouldBeSameAs(status);
        status.WithProber(newest with { Last = newest.Last.AddSeconds(6) }).ShouldNotBeSameAs(status);
        status.WithProber(newest with { HearsUs = true }).ShouldNotBeSameAs(status);
    }

    private static DoctorFacts Noticed(string key) => Well with { Notices = [new JoinNotice(key, "said so")] };

    private static DoctorFacts Counted(string reason, long count) =>
        Well with { Counters = ImmutableSortedDictionary<string, long>.Empty.Add($"dropped.{reason}", count) };

    private static DoctorFacts Connected(string reason) =>
        Well with { Connections = ImmutableSortedDictionary<string, long>.Empty.Add(reason, 7) };

    private static ImmutableSortedDictionary<string, RoadStatus> Road(string name, RoadState state, string error) =>
        ImmutableSortedDictionary<string, RoadStatus>.Empty.Add(name, new RoadStatus(state) { LastError = error });

    private static HeardNode Heard(NodeIdentity node, bool? hearsUs) =>
        new(node, null, Now) { FirstHeard = Now.AddMinutes(-1), HearsUs = hearsUs };

    private static DatagramReport Report(LinkReport link) =>
        new([link], Received: 20, Oversized: 0, Overflowed: 0, ReceiveErrors: 0, SendErrors: 0);
}
