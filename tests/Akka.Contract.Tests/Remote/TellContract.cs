using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Remote;

public class TellContract : RemoteTest
{
    [Fact]
    public void A_system_with_port_zero_knows_the_port_it_got()
    {
        AddressOf(There).Protocol.ShouldBe("akka.tcp");
        AddressOf(There).Host.ShouldBe("127.0.0.1");
        AddressOf(There).System.ShouldBe("there");
        AddressOf(There).Port!.Value.ShouldBeInRange(1, 65_535);
        AddressOf(Sys).ShouldNotBe(AddressOf(There));
    }

    [Fact]
    public async Task A_message_arrives_and_its_sender_can_be_answered()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        responder.Tell(new Letter("hello"), TestActor);

        ExpectMsg<Letter>(Patience).Text.ShouldBe("hello");
        LastSender.ShouldBe(responder);
        LastSender.Path.Address.ShouldBe(AddressOf(There));
    }

    [Theory]
    [InlineData("a text")]
    [InlineData(42)]
    [InlineData(42L)]
    public async Task Simple_values_need_no_serializer_of_ones_own(object value)
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        responder.Tell(value, TestActor);

        ExpectMsg<object>(Patience).ShouldBe(value);
    }

    [Fact]
    public async Task Bytes_arrive_as_they_are()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        byte[] bytes = [1, 2, 255, 0];

        responder.Tell(bytes, TestActor);

        ExpectMsg<byte[]>(Patience).ShouldBe(bytes);
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order()
    {
        const int Count = 20_000;
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        for (var i = 0; i < Count; i++)
            responder.Tell(i, TestActor);

        ReceiveN(Count, Patience).Cast<int>().ShouldBe(Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task Messages_of_many_senders_arrive_in_order_of_each()
    {
        const int Senders = 20;
        const int Count = 500;
        var collector = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        Parallel.For(0, Senders, s =>
        {
            for (var i = 0; i < Count; i++)
                collector.Tell((long)((s * Count) + i), TestActor);
        });

        var received = ReceiveN(Senders * Count, Patience).Cast<long>().ToList();
        foreach (var own in received.GroupBy(n => n / Count))
            own.ShouldBe(own.Order());
    }

    [Fact]
    public async Task A_reference_in_a_message_means_the_same_actor_on_the_other_side()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        var other = CreateTestProbe();

        responder.Tell(new Letter("to the other", other.Ref), TestActor);

        other.ExpectMsg<Letter>(Patience).Text.ShouldBe("to the other");
        other.LastSender.ShouldBe(responder);
    }

    [Fact]
    public async Task A_forwarded_message_keeps_its_sender()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(responder)));

        forwarder.Tell(new Letter("forwarded"), TestActor);

        ExpectMsg<Letter>(Patience).Text.ShouldBe("forwarded");
    }

    [Fact]
    public async Task A_message_for_an_actor_that_has_ended_is_a_dead_letter_over_there()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        There.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Watch(responder);
        responder.Tell(new Letter("stop"), TestActor);
        ExpectTerminated(responder, Patience);

        responder.Tell(new Letter("too late"), TestActor);

        FishForMessage(m => m is DeadLetter { Message: Letter { Text: "too late" } }, Patience);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_lost_and_nothing_else()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        responder.Tell(new Letter("unreadable"), TestActor);
        responder.Tell(new Letter("unwritable"), TestActor);
        responder.Tell(new Letter("fine"), TestActor);

        ExpectMsg<Letter>(Patience).Text.ShouldBe("fine");
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_not_sent_and_others_are()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));

        responder.Tell(new Letter("long", Padding: 200_000), TestActor);
        responder.Tell(new Letter("nearly", Padding: 100_000), TestActor);

        var received = ExpectMsg<Letter>(Patience);
        received.Text.ShouldBe("nearly");
        received.Padding.ShouldBe(100_000);
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_an_error_with_its_cause_that_names_type_and_limit()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        Sys.EventStream.Subscribe(TestActor, typeof(Error));

        responder.Tell(new Letter("long", Padding: 200_000), TestActor);

        var cause = ExpectMsg<Error>(Patience).Cause;
        cause.ShouldNotBeNull();
        cause.GetType().FullName.ShouldBe("Akka.Remote.OversizedPayloadException");
        cause.Message.ShouldContain(typeof(Letter).FullName!);
        cause.Message.ShouldContain("128000");
        cause.Message.ShouldContain("bytes");
    }

    [Fact]
    public async Task A_message_that_is_too_long_costs_no_connection()
    {
        var responder = await Find(There.ActorOf(Props.Create(() => new Responder()), "responder"));
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Remote.DisassociatedEvent));

        responder.Tell(new Letter("long", Padding: 200_000), TestActor);
        responder.Tell(new Letter("short"), TestActor);

        ExpectMsg<Letter>(Patience).Text.ShouldBe("short");
        ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void Messages_for_an_address_where_nobody_listens_are_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var nobody = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef("akka.tcp://there@127.0.0.1:1/user/nobody");

        AwaitAssert(
            () =>
            {
                nobody.Tell(new Letter("lost"), ActorRefs.NoSender);
                FishForMessage(m => m is DeadLetter { Message: Letter { Text: "lost" } }, TimeSpan.FromMilliseconds(100));
            },
            Patience);
    }

    private sealed class Forwarder(IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) => target.Forward(message);
    }
}
