using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Embedded.Tests.Cluster;
using Akka.Embedded.Tools.Singleton;
using In = Akka.Embedded.Tools.Singleton.HandOverInput;
using Out = Akka.Embedded.Tools.Singleton.HandOverEffect;

namespace Akka.Embedded.Tests.Tools;

/// <summary>
/// Singleton managers over real membership machines, all from one seed. What a node's manager hears of the membership comes late;
/// messages between managers come in any order or not at all; instances take their time to end; nodes join, leave, crash, and fall silent
/// with their instance going on for a while.
/// </summary>
internal sealed class SingletonModel(int seed)
{
    private const int MaxNodes = 5;
    private const int LossPerThousand = 150;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private readonly Random _random = new(seed);
    private readonly VirtualCluster _cluster = new((ulong)seed, loss: 20);
    private readonly List<Place> _places = [];
    private readonly List<(TimeSpan At, Action Do)> _agenda = [];
    private TimeSpan _now;
    private int _ports;

    public int Starts { get; private set; }

    private List<Place> Members => [.. _places.Where(place => place.Living && place.Node.Machine.State.Self?.Status == MemberStatus.Up)];

    public void Run(int steps)
    {
        Join();
        for (var i = 0; i < steps; i++)
        {
            Trouble();
            Pass();
            _places.Count(place => place.Runs).ShouldBeLessThanOrEqualTo(1, $"seed {seed}, step {i}");
        }
    }

    /// <summary>Left in peace, one instance runs.</summary>
    public bool Settles()
    {
        for (var i = 0; i < 400; i++)
        {
            Pass();
            _places.Count(place => place.Runs).ShouldBeLessThanOrEqualTo(1, $"seed {seed}, settling");
        }

        return _places.Count(place => place.Runs && place.Living) == 1;
    }

    private void Trouble()
    {
        switch (_random.Next(1000))
        {
            case < 20 when _places.Count(place => place.Living) < MaxNodes: Join(); break;
            case < 27 when Members.Count > 1: Leave(Pick()); break;
            case < 32 when Members.Count > 1: Silence(Pick()); break;
            case < 34 when Members.Count > 1: Crash(Pick()); break;
        }
    }

    private Place Pick() => Members[_random.Next(Members.Count)];

    private void Join()
    {
        var contact = Members.FirstOrDefault()?.Port;
        var node = _cluster.Start(++_ports);
        var place = new Place(_ports, node, new HandOver(Nodes.Node(_ports), null, Margin, Retry));
        _places.Add(place);
        _cluster.Begin(node, machine => machine.JoinTo(Nodes.At(contact ?? _ports)));
    }

    private void Leave(Place place)
    {
        _cluster.Begin(place.Node, machine => machine.Leave(Nodes.At(place.Port)));
        // Coordinated shutdown has its limits: past them the node ends as it is.
        if (_random.Next(3) == 0)
            After(TimeSpan.FromSeconds(10), () => Crash(place));
    }

    /// <summary>The others down it; its instance ends no later than the margin after its removal.</summary>
    private void Silence(Place place)
    {
        if (!place.Living)
            return;
        place.Living = false;
        _cluster.Crash(place.Port);
        DownUntilGone(place);
    }

    private void DownUntilGone(Place place) => After(Delay(3000), () =>
    {
        if (!Members.Exists(member => member.Knows(place.Port)))
            return;
        Pick().Down(_cluster, place.Port);
        DownUntilGone(place);
    });

    private void Crash(Place place)
    {
        Silence(place);
        place.Runs = false;
        place.Ended = true;
    }

    private void Pass()
    {
        _now += Step;
        _cluster.Tick(Step.TotalMilliseconds);
        _cluster.Deliver();
        foreach (var place in _places.ToList())
            Observe(place);
        foreach (var outside in _places.Where(place => place.IsOutside && _random.Next(20) == 0))
            _cluster.Begin(outside.Node, machine => machine.JoinTo(Nodes.At(Pick().Port)));
        foreach (var due in _agenda.Where(entry => entry.At <= _now).ToList())
        {
            _agenda.Remove(due);
            due.Do();
        }
    }

    // News reach the manager in order, each a little later.
    private void Observe(Place place)
    {
        foreach (var effect in place.TakeNews())
        {
            switch (effect)
            {
                case ClusterEffect.Publish publish:
                    foreach (var happened in ClusterEventDiff.Between(place.Published, publish.State).OfType<ClusterEvent.IMemberEvent>())
                        Hear(place, happened);
                    place.Published = publish.State;
                    break;
                case ClusterEffect.BeginExiting:
                    After(Delay(300), () => Tell(place, new In.Leave()));
                    break;
                case ClusterEffect.ShutDown:
                    Tell(place, new In.ClusterEnds());
                    After(Delay(500), () => Crash(place));
                    break;
            }
        }
    }

    private void Hear(Place place, ClusterEvent.IMemberEvent happened)
    {
        if (happened is ClusterEvent.MemberRemoved)
        {
            var gone = _places.Find(other => other.Port == happened.Member.Address.Port)!;
            After(Delay(4500), () => Crash(gone));
        }

        place.HeardUpTo = Max(place.HeardUpTo, _now) + (_random.Next(4) == 0 ? Delay(400) : TimeSpan.Zero);
        _agenda.Add((place.HeardUpTo, () => Tell(place, new In.Changed(happened))));
    }

    private void Tell(Place place, In input)
    {
        if (place.Ended)
            return;
        foreach (var effect in place.HandOver.Decide(input, _now).ToList())
            Execute(place, effect);
        if (place.HandOver.NextDue is { } due)
            _agenda.Add((Max(due, _now + Step), () => Tell(place, new In.Due())));
    }

    private void Execute(Place place, Out effect)
    {
        switch (effect)
        {
            case Out.StartInstance:
                place.Runs = true;
                Starts++;
                break;
            case Out.EndInstance:
                After(Delay(3000), () =>
                {
                    place.Runs = false;
                    Tell(place, new In.InstanceEnded());
                });
                break;
            case Out.Ask ask:
                Send(ask.Whom, new In.Asked(Nodes.Node(place.Port)));
                break;
            case Out.SayOver over:
                Send(over.To, new In.OverSaid(Nodes.Node(place.Port), over.Remaining, over.Unsettled));
                break;
            case Out.Finished when place.Living:
                After(Delay(300), () => place.Confirm(_cluster));
                break;
        }
    }

    private void Send(UniqueAddress to, In message)
    {
        if (_random.Next(1000) >= LossPerThousand)
            After(Delay(1500), () => Tell(_places.Find(place => place.Port == to.Address.Port)!, message));
    }

    private void After(TimeSpan delay, Action action) => _agenda.Add((_now + delay, action));

    private TimeSpan Delay(int mostMilliseconds) => TimeSpan.FromMilliseconds(_random.Next(mostMilliseconds));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed class Place(int port, VirtualNode node, HandOver handOver)
    {
        private int _seen;

        public int Port { get; } = port;

        public VirtualNode Node { get; } = node;

        public HandOver HandOver { get; } = handOver;

        public MembershipState Published { get; set; } = new(Nodes.Node(port), Gossip.Empty);

        public TimeSpan HeardUpTo { get; set; }

        /// <summary>Its membership goes on.</summary>
        public bool Living { get; set; } = true;

        public bool Runs { get; set; }

        /// <summary>Its actor system is no more.</summary>
        public bool Ended { get; set; }

        public ImmutableArray<ClusterEffect> TakeNews()
        {
            ImmutableArray<ClusterEffect> news = [.. Node.Effects.Skip(_seen)];
            _seen += news.Length;
            return news;
        }

        public bool IsOutside => Living && Node.Machine.State.Self is null;

        public bool Knows(int other) => Node.Machine.State.MemberAt(Nodes.At(other)) is not null;

        public void Down(VirtualCluster cluster, int other) => cluster.Begin(Node, machine => machine.Down(Nodes.At(other)));

        public void Confirm(VirtualCluster cluster) => cluster.Begin(Node, machine => machine.ConfirmExiting());
    }
}
