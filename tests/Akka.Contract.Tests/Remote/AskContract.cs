using Akka.Actor;

namespace Akka.Contract.Tests.Remote;

public class AskContract : RemoteTest
{
    [Fact]
    public async Task An_ask_gets_its_answer()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        (await responder.Ask<Letter>(new Letter("question"), Patience)).Text.ShouldBe("question");
    }

    [Fact]
    public async Task Many_asks_at_once_get_each_its_own_answer()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => responder.Ask<int>(i, Patience)));

        answers.ShouldBe(Enumerable.Range(0, 2_000));
    }

    [Fact]
    public async Task A_failure_as_answer_is_thrown()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        var failure = await Should.ThrowAsync<Exception>(() => responder.Ask<Letter>(new Letter("fail"), Patience));

        failure.Message.ShouldContain("as asked");
    }

    [Fact]
    public async Task An_ask_that_is_not_answered_times_out()
    {
        var silent = await Find(There.ActorOf(Props.Create(() => new Silent()), "silent"));

        await Should.ThrowAsync<AskTimeoutException>(() => silent.Ask<Letter>(new Letter("question"), TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task An_actor_can_be_found_by_its_path()
    {
        There.ActorOf(Props.Create(() => new Responder()), "responder");

        var found = await Sys.ActorSelection($"{AddressOf(There)}/user/responder").ResolveOne(Patience);

        found.Path.Name.ShouldBe("responder");
        found.Path.Address.ShouldBe(AddressOf(There));
    }

    [Fact]
    public async Task Who_is_not_there_is_not_found() => await Should.ThrowAsync<ActorNotFoundException>(
        () => Sys.ActorSelection($"{AddressOf(There)}/user/nobody").ResolveOne(TimeSpan.FromSeconds(5)));

    [Fact]
    public void Identify_over_the_network_is_answered_with_the_reference()
    {
        var responder = There.ActorOf(Props.Create(() => new Responder()), "responder");

        Sys.ActorSelection($"{AddressOf(There)}/user/responder").Tell(new Identify("who"), TestActor);

        var identity = ExpectMsg<ActorIdentity>(Patience);
        identity.MessageId.ShouldBe("who");
        identity.Subject.Path.Uid.ShouldBe(responder.Path.Uid);
    }

    [Fact]
    public void A_selection_with_a_pattern_reaches_all_that_match()
    {
        There.ActorOf(Props.Create(() => new Responder()), "responder-1");
        There.ActorOf(Props.Create(() => new Responder()), "responder-2");
        There.ActorOf(Props.Create(() => new Silent()), "silent");

        Sys.ActorSelection($"{AddressOf(There)}/user/responder-*").Tell(new Letter("all"), TestActor);

        ReceiveN(2, Patience).Cast<Letter>().ShouldAllBe(l => l.Text == "all");
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
