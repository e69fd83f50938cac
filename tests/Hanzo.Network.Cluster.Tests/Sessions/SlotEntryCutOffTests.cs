using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Joining;
using Hanzo.Network.Partitions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>What a session that was read while its node was cut off owes to the index of its slot afterwards.</summary>
public sealed class SlotEntryCutOffTests : TestKit
{
    private static readonly SessionId Session = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ");
    private static readonly RunStart Start = new(new WireEnvelope("e"), Session, "r", "go", "", Continues: true);
    private static readonly ClusterIdentity Old = new("old", Directories.Start);

    private readonly Board<Standing> _standing = new(new Standing("one")
        .In(Old, Directories.Start).Among(["one", "two"], Directories.Start).Lost("d1", Directories.Start).Seeking());

    private readonly TestProbe _region;
    private readonly TestProbe _session;
    private readonly SlotEntry _entry;

    public SlotEntryCutOffTests()
    {
        (_region, _session) = (CreateTestProbe(), CreateTestProbe());
        _entry = new SlotEntry(_standing, Session, _region.Ref, _session.Ref);
    }

    [Fact]
    public void While_the_node_is_cut_off_nothing_is_told_to_the_index_and_nothing_waits_for_it()
    {
        _entry.Begin(isIdle: true);
        _entry.Begin(isIdle: false);
        _entry.Require();
        _entry.Close();

        _entry.IsRecorded.ShouldBeTrue();
        Heal();
        _entry.Wait(Start, TestActor);
        _region.ExpectMsg<SlotOpen>().Ask.ShouldBe(1);
    }

    [Fact]
    public void Once_it_is_not_a_run_waits_for_the_index()
    {
        _entry.Begin(isIdle: true);
        Heal();

        _entry.IsRecorded.ShouldBeFalse();
        _entry.Wait(Start, TestActor);
        var open = _region.ExpectMsg<SlotOpen>();
        _entry.Answered(new SlotOpened(Session, open.Ask, Refusal: null), isIdle: true);

        _entry.IsRecorded.ShouldBeTrue();
        _session.ExpectMsg<RunStart>().ShouldBe(Start);
    }

    [Fact]
    public void A_session_at_work_asks_for_its_entry_when_it_is_woken()
    {
        Heal();
        _entry.Require();

        var open = _region.ExpectMsg<SlotOpen>();
        _entry.Answered(new SlotOpened(Session, open.Ask, Refusal: null), isIdle: false);
        _entry.Require();
        _entry.End();

        _region.ExpectMsg<SlotClose>().Session.ShouldBe(Session);
    }

    private void Heal() => _standing.Update(standing => standing.In(Old, Directories.Start));
}
