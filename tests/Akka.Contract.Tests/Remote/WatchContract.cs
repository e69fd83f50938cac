using Akka.Actor;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Remote;

public class WatchContract : RemoteTest
{
    [Fact]
    public async Task The_end_of_a_watched_actor_is_reported()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        WatchOverThere(responder);

        responder.Tell(new Letter("stop"), TestActor);

        var terminated = ExpectTerminated(responder, Patience);
        terminated.ExistenceConfirmed.ShouldBeTrue();
        terminated.AddressTerminated.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_sent_before_the_end_arrives_before_the_report()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        Watch(responder);

        for (var i = 0; i < 100; i++)
            responder.Tell(i, TestActor);
        responder.Tell(new Letter("stop"), TestActor);

        ReceiveN(100, Patience).Cast<int>().ShouldBe(Enumerable.Range(0, 100));
        ExpectTerminated(responder, Patience);
    }

    [Fact]
    public async Task Watching_who_has_ended_already_is_reported_at_once()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        Watch(responder);
        responder.Tell(PoisonPill.Instance, TestActor);
        ExpectTerminated(responder, Patience);

        Watch(responder);

        ExpectTerminated(responder, Patience);
    }

    [EmbeddedOnly("Akka.NET's report names an incarnation, and nobody watches that one: it gets lost")]
    public void A_reference_that_names_no_incarnation_can_be_watched()
    {
        There.ActorOf(Props.Create(() => new Responder()), "responder");
        var anyone = Named("responder");
        WatchOverThere(anyone);

        anyone.Tell(new Letter("stop"), TestActor);

        ExpectMsg<Terminated>(Patience).ActorRef.Path.ShouldBe(anyone.Path);
    }

    [Fact]
    public void Watching_a_name_that_nobody_has_is_reported_at_once()
    {
        var nobody = Named("nobody");

        Watch(nobody);

        ExpectTerminated(nobody, Patience).ExistenceConfirmed.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_is_unwatched_ends_without_report()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        var observer = CreateTestProbe();
        Watch(responder);
        observer.Watch(responder);
        Unwatch(responder);

        responder.Tell(new Letter("stop"), TestActor);

        observer.ExpectTerminated(responder, Patience);
        ExpectNoMsg(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task Stopping_a_reference_stops_the_actor_over_there()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        Watch(responder);

        Sys.Stop(responder);

        ExpectTerminated(responder, Patience);
    }

    [Fact]
    public async Task The_end_of_the_other_system_ends_what_was_watched_there()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        Watch(responder);

        await There.Terminate().WaitAsync(Patience);

        ExpectTerminated(responder, Patience);
    }

    [Fact]
    public async Task The_end_of_the_other_system_ends_a_watch_that_names_no_incarnation()
    {
        There.ActorOf(Props.Create(() => new Responder()), "responder");
        var anyone = Named("responder");
        WatchOverThere(anyone);

        await There.Terminate().WaitAsync(Patience);

        ExpectMsg<Terminated>(Patience).ActorRef.Path.ShouldBe(anyone.Path);
    }

    [Fact]
    public void Watching_at_an_address_where_nobody_listens_is_reported_in_the_end()
    {
        var nobody = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef("akka.tcp://there@127.0.0.1:1/user/nobody");

        Watch(nobody);

        ExpectTerminated(nobody, Patience);
    }

    private IActorRef Named(string name) => ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"{AddressOf(There)}/user/{name}");

    // A letter may overtake a watch, but no watch another: the answer to the second tells that the first has come.
    private void WatchOverThere(IActorRef actor)
    {
        Watch(actor);
        var nobody = Named("nobody");
        Watch(nobody);
        ExpectTerminated(nobody, Patience);
    }
}
