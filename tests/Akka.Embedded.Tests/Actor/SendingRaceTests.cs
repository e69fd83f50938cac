using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Tests.Actor;

/// <summary>Senders on many threads against what an actor does meanwhile.</summary>
public sealed class SendingRaceTests : IAsyncLifetime
{
    private const int Senders = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system = ActorSystem.Create(
        "races", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.log-dead-letters = off");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task What_is_sent_while_an_actor_stops_is_either_handled_or_a_dead_letter()
    {
        const int Each = 300;
        const int Rounds = 50;
        var tally = _system.ActorOf(Props.Create(() => new Tally()));
        _system.EventStream.Subscribe(tally, typeof(DeadLetter));
        for (var round = 0; round < Rounds; round++)
        {
            var target = _system.ActorOf(Props.Create(() => new Forwarder(tally)));
            var half = round * Each / Rounds;
            await SendAsync(Each, (_, i) =>
            {
                target.Tell(new Numbered(i));
                if (i == half)
                    _system.Stop(target);
            });
        }
        (await tally.Ask<int>(new WhenReached(Senders * Each * Rounds), Limit)).ShouldBe(Senders * Each * Rounds);
    }

    [Fact]
    public async Task Messages_put_aside_and_back_while_more_come_are_all_handled_once_and_in_order()
    {
        const int Each = 20_000;
        var actor = _system.ActorOf(Props.Create(() => new Stashing(Senders)));
        await SendAsync(Each, (sender, i) => actor.Tell((sender, i)));
        (await actor.Ask<string>("done?", Limit)).ShouldBe($"{Senders * Each} in order");
    }

    [Fact]
    public async Task An_actor_that_awaits_while_messages_come_handles_all_of_them()
    {
        const int Each = 2_000;
        var actor = _system.ActorOf(Props.Create(() => new Awaiting()));
        await SendAsync(Each, (_, i) => actor.Tell(new Numbered(i)));
        (await actor.Ask<int>("count", Limit)).ShouldBe(Senders * Each);
    }

    private static Task SendAsync(int each, Action<int, int> send) =>
        Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                send(sender, i);
        }))).WaitAsync(Limit);

    private sealed record Numbered(int Number);

    private sealed record WhenReached(int Count);

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => Receive<Numbered>(to.Tell);
    }

    private sealed class Tally : ReceiveActor
    {
        private int _count;
        private (int Count, IActorRef Who)? _waiting;

        public Tally()
        {
            Receive<Numbered>(_ => Add());
            Receive<DeadLetter>(letter => letter.Message is Numbered, _ => Add());
            Receive<WhenReached>(wait =>
            {
                _waiting = (wait.Count, Sender);
                Answer();
            });
        }

        private void Add()
        {
            _count++;
            Answer();
        }

        private void Answer()
        {
            if (_waiting is { } waiting && _count >= waiting.Count)
                waiting.Who.Tell(_count);
        }
    }

    /// <summary>Puts aside all but every tenth message, and puts them back with that one.</summary>
    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        private readonly int[] _next;
        private bool _open;
        private int _count;
        private int _outOfOrder;

        public Stashing(int senders)
        {
            _next = new int[senders];
            Receive<(int Sender, int Number)>(OnMessage);
            Receive<string>(_ => Sender.Tell(_outOfOrder == 0 ? $"{_count} in order" : $"{_outOfOrder} out of order"));
        }

        public IStash Stash { get; set; } = null!;

        private void OnMessage((int Sender, int Number) message)
        {
            if (!_open && Stash.Count < 9)
            {
                Stash.Stash();
                return;
            }
            if (!_open)
            {
                _open = true;
                Stash.Stash();
                Stash.UnstashAll();
                return;
            }
            _count++;
            if (_next[message.Sender]++ != message.Number)
                _outOfOrder++;
            _open = _count % 10 != 0;
        }
    }

    private sealed class Awaiting : ReceiveActor
    {
        private int _count;

        public Awaiting()
        {
            ReceiveAsync<Numbered>(async _ =>
            {
                await Task.Yield();
                _count++;
            });
            Receive<string>(_ => Sender.Tell(_count));
        }
    }
}
