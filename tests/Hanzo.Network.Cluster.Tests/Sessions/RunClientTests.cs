using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class RunClientTests : TestKit
{
    private static readonly RunId Run = RunId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ.1");
    private readonly TestProbe _region;
    private readonly TestProbe _session;

    public RunClientTests() => (_region, _session) = (CreateTestProbe(), CreateTestProbe());

    /// <summary>Its region would begin a session that has ended since, which then reads its history for nothing.</summary>
    [Fact]
    public void Who_does_not_watch_any_more_says_so_to_the_session_that_it_has_heard()
    {
        var client = Watching();
        _region.ExpectMsg<RunWatch>().Run.ShouldBe(Run);
        client.Tell(new RunObserved(Run, "one", 0, []), _session.Ref);

        client.Tell(RunClient.Abandon.Instance, TestActor);

        _session.ExpectMsg<RunUnwatch>().Run.ShouldBe(Run);
    }

    [Fact]
    public void Who_has_heard_none_says_so_to_the_region()
    {
        var client = Watching();
        _region.ExpectMsg<RunWatch>();

        client.Tell(RunClient.Abandon.Instance, TestActor);

        _region.FishForMessage(message => message is RunUnwatch);
    }

    private Akka.Actor.IActorRef Watching()
    {
        var known = new RunResult { Id = Run, Node = "", Status = RunStatus.Running };
        var pursuit = new Pursuit(Run.Session.Agent, TimeProvider.System.Elapsed(), Known: known) { OnlyWatches = true };
        var call = new RunCall(pursuit, start: null, wantsEvents: true);
        return Sys.ActorOf(RunClient.Props(call, _region.Ref, TimeProvider.System, new TaskCompletionSource(), CancellationToken.None));
    }
}
