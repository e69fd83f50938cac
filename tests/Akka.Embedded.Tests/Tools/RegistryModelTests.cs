using Akka.Cluster;
using Akka.Embedded.Tests.Cluster;
using Akka.Embedded.Tools.PublishSubscribe;

namespace Akka.Embedded.Tests.Tools;

public sealed class RegistryModelTests
{
    private const int Seeds = 60;
    private const int Steps = 3000;
    private const int TroublePerThousand = 100;

    [Fact]
    public void Whatever_gets_lost_or_comes_late_in_the_end_all_know_the_same()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = new Model(seed);
            for (var i = 0; i < Steps; i++)
                model.Step();
            model.Settle();
            model.Disagreements().ShouldBeEmpty($"seed {seed}");
        }
    }

    /// <summary>Registries over a network that loses, repeats and reorders messages, all from one seed.</summary>
    private sealed class Model(int seed)
    {
        // Small, so that deltas come in parts; keys that come and go often enough to overflow what is remembered.
        private const int MaxElements = 3;
        private readonly Random _random = new(seed);
        private readonly List<(UniqueAddress Node, Registry Registry, SortedSet<string> Has)> _nodes = [];
        private readonly List<(UniqueAddress To, IRegistryMessage Message)> _network = [];
        private int _born;
        private long _restarts;

        public void Step()
        {
            switch (_random.Next(1000))
            {
                case < 500: Deliver(TroublePerThousand); break;
                case < 900 when _nodes.Count > 0: Change(); break;
                case < 960 when _nodes.Count > 0: Send(Pick().Registry.Tick()); break;
                case < 964 when _nodes.Count < 4: Join(); break;
                case < 967 when _nodes.Count > 1: Leave(); break;
                case < 969 when _nodes.Count > 0: Burst(); break;
                case < 972 when _nodes.Count > 0: Restart(); break;
            }
        }

        public void Settle()
        {
            for (var i = 0; i < 200; i++)
            {
                foreach (var node in _nodes)
                    Send(node.Registry.Tick());
                while (_network.Count > 0)
                    Deliver(troublePerThousand: 0);
            }
        }

        public IEnumerable<string> Disagreements() =>
            from viewer in _nodes
            from name in _nodes.SelectMany(node => node.Has).Concat(viewer.Registry.Holders.Topics).Distinct()
            let real = _nodes.Where(node => node.Has.Contains(name)).Select(node => node.Node).Order()
            let seen = viewer.Registry.Holders.Of(EntryKey.OfTopic(name))
            where !real.SequenceEqual(seen)
            select $"{viewer.Node.Uid} sees {name} at {string.Join(' ', seen.Select(node => node.Uid))}";

        private (UniqueAddress Node, Registry Registry, SortedSet<string> Has) Pick() => _nodes[_random.Next(_nodes.Count)];

        private void Join()
        {
            var node = Nodes.Node(++_born, _born);
            var registry = new Registry(node, MaxElements, start: 0);
            foreach (var other in _nodes)
            {
                Send(registry.AddPeer(other.Node));
                Send(other.Registry.AddPeer(node));
            }

            _nodes.Add((node, registry, new SortedSet<string>(StringComparer.Ordinal)));
        }

        private void Leave()
        {
            var gone = Pick();
            _nodes.Remove(gone);
            foreach (var other in _nodes)
                other.Registry.RemovePeer(gone.Node);
        }

        // Of the mediator only: the others are told nothing of it.
        private void Restart()
        {
            var at = _random.Next(_nodes.Count);
            var node = _nodes[at].Node;
            var registry = new Registry(node, MaxElements, start: ++_restarts << 40);
            _nodes[at] = (node, registry, new SortedSet<string>(StringComparer.Ordinal));
            foreach (var other in _nodes.Where(other => !other.Node.Equals(node)))
                Send(registry.AddPeer(other.Node));
        }

        private void Change() => Change(Pick(), $"t{_random.Next(8)}");

        private void Change((UniqueAddress Node, Registry Registry, SortedSet<string> Has) node, string name)
        {
            if (!node.Has.Add(name))
                node.Has.Remove(name);
            Send(node.Registry.Set(EntryKey.OfTopic(name), node.Has.Contains(name)));
        }

        private void Burst()
        {
            var node = Pick();
            for (var i = 0; i < OwnEntries.MaxRemovals + 10; i++)
            {
                Change(node, $"burst{i}");
                Change(node, $"burst{i}");
            }
        }

        private void Send(IReadOnlyList<(UniqueAddress To, IRegistryMessage Message)> outgoing) => _network.AddRange(outgoing);

        // A message that is repeated stays in the network.
        private void Deliver(int troublePerThousand)
        {
            if (_network.Count == 0)
                return;
            var at = _random.Next(_network.Count);
            var (to, message) = _network[at];
            var lost = _random.Next(1000) < troublePerThousand;
            var repeated = !lost && _random.Next(1000) < troublePerThousand;
            if (!repeated)
                _network.RemoveAt(at);
            var receiver = _nodes.Find(node => node.Node.Equals(to)).Registry;
            if (!lost && receiver is not null)
                Send([.. receiver.Receive(message)]);
        }
    }
}
