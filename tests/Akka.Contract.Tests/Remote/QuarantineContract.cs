using Akka.Actor;
using Akka.Configuration;
using Akka.Contract.Tests.Support;
using Akka.Event;
using Akka.Remote;

namespace Akka.Contract.Tests.Remote;

/// <summary>Two systems, each behind a relay, so that connections between them can be broken or fall silent.</summary>
public sealed class QuarantineContract : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Relay _beforeHere;
    private readonly Relay _beforeThere = new();
    private ActorSystem _there;

    public QuarantineContract() : this(new Relay())
    {
    }

    private QuarantineContract(Relay beforeHere) : base(Settings(beforeHere), "here")
    {
        _beforeHere = beforeHere;
        _there = ActorSystem.Create("there", Settings(_beforeThere));
    }

    [Fact]
    public async Task A_watch_and_its_end_survive_broken_connections()
    {
        var actor = StartResponder();
        var responder = await Find();
        Watch(responder);
        (await responder.Ask<int>(1, Patience)).ShouldBe(1);

        _beforeHere.Break();
        _beforeThere.Break();
        _there.Stop(actor);
        KeepTalking();

        var terminated = ExpectMsg<Terminated>(Patience);
        terminated.ActorRef.ShouldBe(responder);
        terminated.AddressTerminated.ShouldBeFalse();
    }

    [Fact]
    public async Task Silence_ends_watches_and_shuts_that_incarnation_out()
    {
        var quarantined = CreateTestProbe();
        Sys.EventStream.Subscribe(quarantined.Ref, typeof(QuarantinedEvent));
        StartResponder();
        var responder = await Find();
        Watch(responder);
        (await responder.Ask<int>(1, Patience)).ShouldBe(1);

        HeartbeatsCross();
        FallSilent();

        var terminated = ExpectMsg<Terminated>(Patience);
        terminated.ActorRef.ShouldBe(responder);
        terminated.AddressTerminated.ShouldBeTrue();
        var told = quarantined.ExpectMsg<QuarantinedEvent>(Patience);
        told.Address.ShouldBe(AddressOf(_there));
        told.Uid.ShouldNotBe(0);
    }

    [Fact]
    public async Task What_is_sent_to_who_is_shut_out_becomes_dead_letters()
    {
        var responder = await ShutOut();
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        await Eventually.Is(
            () =>
            {
                responder.Tell(new Letter("to the outcast"), TestActor);
                return ReceiveOne(TimeSpan.FromMilliseconds(200)) is DeadLetter { Message: Letter { Text: "to the outcast" } };
            },
            "it is a dead letter",
            Patience);
    }

    [Fact]
    public async Task Who_is_shut_out_is_not_heard_and_is_told_so()
    {
        await ShutOut();
        var told = CreateTestProbe(_there);
        _there.EventStream.Subscribe(told.Ref, typeof(ThisActorSystemQuarantinedEvent));
        var toHere = _there.ActorSelection(new RootActorPath(AddressOf(Sys)) / TestActor.Path.Elements);

        await Eventually.Is(
            () =>
            {
                toHere.Tell(new Letter("from the outcast"), ActorRefs.NoSender);
                return told.HasMessages;
            },
            "it is told",
            Patience);

        told.ExpectMsg<ThisActorSystemQuarantinedEvent>().RemoteAddress.ShouldBe(AddressOf(Sys));
        toHere.Tell(new Letter("once more"), ActorRefs.NoSender);
        while (ReceiveOne(TimeSpan.FromSeconds(1)) is { } heard)
            heard.ShouldNotBe(new Letter("once more"));
    }

    [Fact]
    public async Task A_new_incarnation_at_the_same_address_is_reached_and_watched_again()
    {
        var before = await ShutOut();
        await _there.Terminate().WaitAsync(Patience);
        _there = ActorSystem.Create("there", Settings(_beforeThere));
        StartResponder();

        var responder = await Find();
        responder.Path.Uid.ShouldNotBe(before.Path.Uid);
        Watch(responder);
        (await responder.Ask<int>(1, Patience)).ShouldBe(1);
        responder.Tell(new Letter("stop"), TestActor);

        FishForMessage(m => m is Terminated { AddressTerminated: false } t && t.ActorRef.Equals(responder), Patience);
    }

    [Fact]
    public async Task Watches_of_an_incarnation_end_when_another_one_takes_its_address()
    {
        StartResponder();
        var responder = await Find();
        Watch(responder);
        (await responder.Ask<int>(1, Patience)).ShouldBe(1);

        await _there.Terminate().WaitAsync(Patience);
        _there = ActorSystem.Create("there", Settings(_beforeThere));
        StartResponder();

        ExpectMsg<Terminated>(Patience).ActorRef.ShouldBe(responder);
        (await Find()).Path.Uid.ShouldNotBe(responder.Path.Uid);
    }

    [Fact]
    public async Task Messages_sent_while_a_connection_is_broken_may_be_lost_but_keep_their_order()
    {
        const int Count = 2_000;
        StartResponder();
        var responder = await Find();

        for (var i = 0; i < Count; i++)
        {
            if (i == Count / 2)
                _beforeThere.Break();
            responder.Tell(i, TestActor);
        }

        var last = -1;
        await Eventually.Is(
            () =>
            {
                responder.Tell(Count, TestActor);
                while (ReceiveOne(TimeSpan.FromMilliseconds(200)) is int number)
                {
                    number.ShouldBeGreaterThanOrEqualTo(last);
                    last = number;
                }

                return last == Count;
            },
            "messages come through again",
            Patience);
    }

    protected override void AfterAll()
    {
        _there.Terminate().Wait(Patience);
        base.AfterAll();
        _beforeHere.DisposeAsync().AsTask().Wait(Patience);
        _beforeThere.DisposeAsync().AsTask().Wait(Patience);
    }

    private static Config Settings(Relay before) => ConfigurationFactory.ParseString(before.Config()).WithFallback(RemoteTest.Plain());

    private static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private IActorRef StartResponder() => _there.ActorOf(Props.Create(() => new Responder()), "responder");

    private async Task<IActorRef> Find()
    {
        IActorRef? found = null;
        await Eventually.Is(() => (found = TryFind()) is not null, "the actor is found", Patience);
        return found!;
    }

    private IActorRef? TryFind()
    {
        var probe = CreateTestProbe();
        Sys.ActorSelection($"{AddressOf(_there)}/user/responder").Tell(new Identify(1), probe.Ref);
        return (probe.ReceiveOne(TimeSpan.FromSeconds(1)) as ActorIdentity)?.Subject;
    }

    /// <summary>Only whose heartbeats were heard is known by its incarnation.</summary>
    private void HeartbeatsCross() => ExpectNoMsg(TimeSpan.FromSeconds(1));

    private void FallSilent()
    {
        _beforeHere.Cut();
        _beforeThere.Cut();
    }

    /// <summary>Falls silent until the watch has ended, and heals after that.</summary>
    private async Task<IActorRef> ShutOut()
    {
        StartResponder();
        var responder = await Find();
        Watch(responder);
        (await responder.Ask<int>(1, Patience)).ShouldBe(1);
        HeartbeatsCross();
        FallSilent();
        ExpectMsg<Terminated>(Patience).AddressTerminated.ShouldBeTrue();
        _beforeHere.Heal();
        _beforeThere.Heal();
        return responder;
    }

    /// <summary>A system connects again when it has something to say.</summary>
    private void KeepTalking() =>
        Sys.ActorSelection($"{AddressOf(_there)}/user/nobody").Tell(new Letter("anybody there?"), ActorRefs.NoSender);
}
