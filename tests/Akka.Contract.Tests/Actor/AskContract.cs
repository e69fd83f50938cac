using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Actor;

public class AskContract : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task The_answer_completes_the_ask()
    {
        (await Answerer().Ask<string>("echo", Limit)).ShouldBe("echo");
        (await Answerer().Ask("echo", Limit)).ShouldBe("echo");
    }

    [Fact]
    public async Task No_answer_throws_AskTimeoutException()
    {
        await Should.ThrowAsync<AskTimeoutException>(() => Answerer().Ask<string>("silence", TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task An_answer_of_another_type_throws_ArgumentException()
    {
        (await Should.ThrowAsync<ArgumentException>(() => Answerer().Ask<int>("echo", Limit))).Message.ShouldContain(
            "Ask expected message of type");
    }

    [Fact]
    public async Task A_Status_Failure_is_thrown_as_its_cause()
    {
        (await Should.ThrowAsync<InvalidOperationException>(() => Answerer().Ask<string>("failure", Limit))).Message.ShouldBe("the cause");
    }

    [Fact]
    public async Task A_Status_Failure_that_was_asked_for_is_an_answer()
    {
        (await Answerer().Ask<Status.Failure>("failure", Limit)).Cause.Message.ShouldBe("the cause");
        (await Answerer().Ask<object>("failure", Limit)).ShouldBeOfType<Status.Failure>();
    }

    [Fact]
    public async Task Only_the_first_answer_counts()
    {
        (await Answerer().Ask<string>("twice", Limit)).ShouldBe("first");
    }

    [Fact]
    public async Task A_late_answer_becomes_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var gate = new ManualResetEventSlim();
        var slow = Sys.ActorOf(Props.Create(() => new Slow(gate)));
        await Should.ThrowAsync<AskTimeoutException>(() => slow.Ask<string>("x", TimeSpan.FromMilliseconds(50)));
        gate.Set();
        await ExpectMsgAsync<DeadLetter>(l => l.Message is "late");
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_ask()
    {
        using var source = new CancellationTokenSource();
        var ask = Answerer().Ask<string>("silence", Limit, source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => ask);
    }

    [Fact]
    public async Task The_message_may_be_made_from_the_reference_to_answer_to()
    {
        var answer = await Answerer().Ask<string>(replyTo => new TellTo(replyTo, "by the factory"), Limit, CancellationToken.None);
        answer.ShouldBe("by the factory");
    }

    [Fact]
    public async Task The_temporary_sender_has_a_path_under_temp()
    {
        var ask = Answerer().Ask<string>("path", Limit);
        var path = await ask;
        path.ShouldStartWith("akka://test/temp/");
    }

    [Fact]
    public async Task An_answer_by_the_path_of_the_temporary_sender_arrives()
    {
        (await Answerer().Ask<string>("by path", Limit)).ShouldBe("found by path");
    }

    [Fact]
    public async Task Many_asks_at_once_each_get_their_own_answer()
    {
        var answerer = Answerer();
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => answerer.Ask<int>(i, Limit)));
        answers.ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task A_selection_can_be_asked()
    {
        Sys.ActorOf(Props.Create(() => new Responder()), "asked");
        (await Sys.ActorSelection("/user/asked").Ask<string>("echo", Limit)).ShouldBe("echo");
    }

    [Fact]
    public async Task Asking_an_ended_actor_times_out()
    {
        var answerer = Answerer();
        await answerer.GracefulStop(Limit);
        await Should.ThrowAsync<AskTimeoutException>(() => answerer.Ask<string>("echo", TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task The_configured_timeout_holds_where_none_is_given()
    {
        using var other = ActorSystem.Create("asks", "akka.actor.ask-timeout = 100ms");
        await Should.ThrowAsync<AskTimeoutException>(() => other.ActorOf(Props.Create(() => new Responder())).Ask<string>("silence"));
        await other.Terminate();
    }

    private IActorRef Answerer() => Sys.ActorOf(Props.Create(() => new Responder()));

    private sealed record TellTo(IActorRef ReplyTo, string Text);

    private sealed class Responder : ReceiveActor
    {
        public Responder()
        {
            Receive<TellTo>(t => t.ReplyTo.Tell(t.Text));
            Receive<string>(s => s == "failure", _ => Sender.Tell(new Status.Failure(new InvalidOperationException("the cause"))));
            Receive<string>(s => s == "silence", _ => { });
            Receive<string>(s => s == "path", _ => Sender.Tell(Sender.Path.ToString()));
            Receive<string>(s => s == "by path",
                _ => ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(Sender.Path.ToSerializationFormat()).Tell(
                    "found by path"));
            Receive<string>(s => s == "twice", _ =>
            {
                Sender.Tell("first");
                Sender.Tell("second");
            });
            ReceiveAny(m => Sender.Tell(m));
        }
    }

    private sealed class Slow(ManualResetEventSlim gate) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            gate.Wait(TimeSpan.FromSeconds(10));
            Sender.Tell("late");
        }
    }
}
