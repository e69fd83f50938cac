using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Remoting;
using Akka.Embedded.Tests.Cluster;
using Akka.Embedded.Tests.Support;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Remote;

public class RemoteWatchesTests
{
    private const int OldUid = 1;
    private const int NewUid = 2;
    private const double LongSilence = 60_000;

    private readonly VirtualTime _time = new();
    private readonly RemoteWatches _watches;

    public RemoteWatchesTests()
    {
        var reference = ConfigurationFactory.FromResource("Akka.Remote.reference.conf", typeof(RemoteWatches).Assembly);
        _watches = new RemoteWatches(RemoteSettings.Read(reference), _time);
    }

    [Fact]
    public void A_silent_address_is_told_once_with_the_incarnation_that_was_watched()
    {
        Add(OldUid).ShouldBeTrue();
        _watches.HeartBeat(At(1), OldUid);
        _watches.TakeSilent().ShouldBeEmpty();

        _time.Advance(LongSilence);

        _watches.TakeSilent().ShouldBe([new SilentPeer(At(1), OldUid, 1)]);
        _watches.TakeSilent().ShouldBeEmpty();
    }

    [Fact]
    public void An_incarnation_that_was_met_after_the_watch_began_is_known_by_its_heartbeat()
    {
        Add(uid: 0);
        _watches.HeartBeat(At(1), NewUid);
        _time.Advance(LongSilence);

        _watches.TakeSilent().ShouldBe([new SilentPeer(At(1), NewUid, 1)]);
    }

    [Fact]
    public void Watches_that_have_ended_are_neither_pinged_nor_found_silent_nor_mixed_with_those_of_the_successor()
    {
        Add(OldUid);
        _watches.HeartBeat(At(1), OldUid);
        _watches.Forget(At(1));
        _watches.ToPing.ShouldBeEmpty();
        _time.Advance(LongSilence);
        _watches.TakeSilent().ShouldBeEmpty();

        Add(NewUid).ShouldBeTrue();
        _watches.HeartBeat(At(1), NewUid);
        _time.Advance(LongSilence);

        _watches.TakeSilent().ShouldBe([new SilentPeer(At(1), NewUid, 1)]);
    }

    [Fact]
    public void A_member_of_the_cluster_is_left_to_the_cluster()
    {
        _watches.LeaveToCluster(At(1), isMember: true);
        Add(OldUid);
        _watches.ToPing.ShouldBeEmpty();
        _time.Advance(LongSilence);
        _watches.TakeSilent().ShouldBeEmpty();

        _watches.LeaveToCluster(At(1), isMember: false);
        _watches.ToPing.ShouldBe([At(1)]);
        _watches.TakeSilent().ShouldBeEmpty();
    }

    [Fact]
    public void An_address_whose_last_watch_is_taken_back_is_forgotten()
    {
        Add(OldUid);
        _watches.Remove(At(1), ActorRefs.Nobody, ActorRefs.Nobody);

        _watches.ToPing.ShouldBeEmpty();
    }

    private bool Add(int uid) => _watches.Add(At(1), ActorRefs.Nobody, ActorRefs.Nobody, uid);
}
