using Akka.Embedded.Tests.Support;
using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Cluster;
using Akka.Embedded.Detection;
using Akka.Embedded.Membership;
using Akka.Event;
using Akka.Remote;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class HeartbeatTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void In_a_small_cluster_everyone_monitors_everyone() =>
        HeartbeatRing.Receivers(Node(2), Ports(5), ImmutableHashSet<UniqueAddress>.Empty, 9).ShouldBe([Node(1), Node(3), Node(4), Node(5)]);

    [Fact]
    public void In_a_large_cluster_everyone_has_the_same_number_of_monitors()
    {
        var monitors = Ports(50)
            .SelectMany(n => HeartbeatRing.Receivers(n, Ports(50), ImmutableHashSet<UniqueAddress>.Empty, 9))
            .CountBy(n => n)
            .ToList();

        monitors.Count.ShouldBe(50);
        monitors.ShouldAllBe(m => m.Value == 9);
    }

    [Fact]
    public void Unreachable_nodes_are_monitored_besides_the_full_number_of_reachable_ones()
    {
        var all = HeartbeatRing.Receivers(Node(1), Ports(50), ImmutableHashSet<UniqueAddress>.Empty, 9);
        var unreachable = all.Take(2).ToImmutableHashSet();

        var receivers = HeartbeatRing.Receivers(Node(1), Ports(50), unreachable, 9);

        receivers.Count.ShouldBe(11);
        unreachable.ShouldBeSubsetOf(receivers);
    }

    [Fact]
    public void A_node_that_never_answers_becomes_unavailable_after_the_grace()
    {
        var monitor = Monitor();
        monitor.SetReceivers([Node(2)]);
        Unavailable(monitor).ShouldBeEmpty();

        _time.Advance(1_000);
        Unavailable(monitor).ShouldBeEmpty();
        _time.Advance(3_999);
        Unavailable(monitor).ShouldBeEmpty();
        _time.Advance(1);
        Unavailable(monitor).ShouldBe([Node(2)]);
    }

    [Fact]
    public void A_node_whose_process_has_ended_is_unavailable_at_once_until_it_is_heard_of_again()
    {
        var monitor = Monitor();
        monitor.SetReceivers([Node(2), Node(3)]);
        monitor.HeartbeatFrom(Node(2));
        monitor.HeartbeatFrom(Node(3));

        monitor.EndedAt(At(2)).ShouldBe([Node(2)]);
        monitor.EndedAt(At(9)).ShouldBeEmpty();
        monitor.Ended.ShouldBe([Node(2)]);

        Unavailable(monitor).ShouldBe([Node(2)]);
        monitor.HeartbeatFrom(Node(2));
        Unavailable(monitor).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, false, true)]
    [InlineData(SocketError.ConnectionRefused, true, false)]
    [InlineData(SocketError.HostUnreachable, false, false)]
    [InlineData(SocketError.TimedOut, false, false)]
    public void Only_a_refused_dial_is_evidence_of_an_end(SocketError error, bool inbound, bool evidence)
    {
        var cause = new IOException("Cannot connect", new SocketException((int)error));

        CrashEvidence.IsOfEnd(new AssociationErrorEvent(cause, At(1), At(2), inbound, LogLevel.WarningLevel)).ShouldBe(evidence);
    }

    [Fact]
    public void Another_hosts_refusal_is_no_evidence_of_an_end()
    {
        var cause = new SocketException((int)SocketError.ConnectionRefused);
        var elsewhere = At(2).WithHost("10.0.0.2");

        CrashEvidence.IsOfEnd(new AssociationErrorEvent(cause, At(1), elsewhere, false, LogLevel.WarningLevel)).ShouldBeFalse();
    }

    [Fact]
    public void Heartbeats_keep_a_node_available_and_bring_it_back()
    {
        var monitor = Monitor();
        monitor.SetReceivers([Node(2)]);
        monitor.HeartbeatFrom(Node(2));
        _time.Advance(10_000);
        Unavailable(monitor).ShouldBe([Node(2)]);

        monitor.HeartbeatFrom(Node(2, uid: 9));
        Unavailable(monitor).ShouldBe([Node(2)], "another incarnation answers for itself only");
        monitor.HeartbeatFrom(Node(2));
        Unavailable(monitor).ShouldBeEmpty();
    }

    [Fact]
    public void A_node_that_is_monitored_anew_starts_afresh()
    {
        var monitor = Monitor();
        monitor.SetReceivers([Node(2)]);
        monitor.HeartbeatFrom(Node(2));
        monitor.SetReceivers([]);
        _time.Advance(60_000);

        monitor.SetReceivers([Node(2)]);

        Unavailable(monitor).ShouldBeEmpty();
    }

    private static IEnumerable<UniqueAddress> Ports(int count) => Enumerable.Range(1, count).Select(p => Node(p));

    private static List<UniqueAddress> Unavailable(HeartbeatMonitor monitor) => monitor.Check().Unavailable;

    private HeartbeatMonitor Monitor() => new(
        () => new DeadlineFailureDetector(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), _time), TimeSpan.FromSeconds(1), _time);
}
