using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Embedded.Runtime;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Cluster;

/// <summary>Membership machines joined by a network in memory: no actors, no sockets, virtual time.</summary>
/// <param name="loss">How many of a thousand messages get lost.</param>
internal sealed class VirtualCluster(ulong seed = 1, int loss = 0)
{
    private const int MaxDeliveries = 100_000;
    private readonly RandomSource _random = new(seed);
    private readonly SortedDictionary<Address, VirtualNode> _nodes = new(AddressOrder.Instance);
    private readonly SortedDictionary<(int From, int To), Queue<IClusterMessage>> _links = [];
    private readonly HashSet<(int From, int To)> _cut = [];

    public VirtualTime Time { get; } = new();

    public int Deliveries { get; private set; }

    public IEnumerable<VirtualNode> Nodes => _nodes.Values;

    public VirtualNode Start(int port, int uid = 1, MembershipSettings? settings = null)
    {
        var machine = new MembershipMachine(Cluster.Nodes.Node(port, uid), settings ?? new MembershipSettings(), _random, Time);
        return _nodes[Cluster.Nodes.At(port)] = new VirtualNode(machine);
    }

    public VirtualNode[] Formed(int count, MembershipSettings? settings = null)
    {
        var nodes = Enumerable.Range(1, count).Select(port => Start(port, settings: settings)).ToArray();
        foreach (var node in nodes)
        {
            Do(node, m => m.JoinTo(Cluster.Nodes.At(1)));
        }

        return nodes;
    }

    public void Crash(int port) => _nodes.Remove(Cluster.Nodes.At(port));

    public void Cut(int a, int b)
    {
        _cut.Add((a, b));
        _cut.Add((b, a));
    }

    public void Heal() => _cut.Clear();

    /// <summary>An input whose consequences stay on their way until <see cref="Deliver"/>.</summary>
    public void Begin(VirtualNode node, Action<MembershipMachine> input)
    {
        input(node.Machine);
        Collect(node);
    }

    /// <summary>One input, and everything that follows from it.</summary>
    public void Do(VirtualNode node, Action<MembershipMachine> input)
    {
        input(node.Machine);
        Collect(node);
        Deliver();
    }

    public void Tick(double milliseconds = 250)
    {
        Time.Advance(milliseconds);
        foreach (var node in Nodes.ToArray())
        {
            Do(node, m => m.JoinTick());
            Do(node, m => m.GossipTick());
            Do(node, m => m.LeaderTick());
        }
    }

    /// <summary>Messages of one sender to one receiver stay in order, all else comes in any order.</summary>
    public void Deliver(int atMost = int.MaxValue)
    {
        while (atMost-- > 0 && _links.Count > 0)
        {
            (++Deliveries).ShouldBeLessThan(MaxDeliveries, "the nodes do not come to rest");
            var (link, waiting) = _links.ElementAt(_random.Next(_links.Count));
            var message = waiting.Dequeue();
            if (waiting.Count == 0)
            {
                _links.Remove(link);
            }

            if (!_cut.Contains(link) && _random.Next(1000) >= loss && _nodes.TryGetValue(Cluster.Nodes.At(link.To), out var node))
            {
                node.Machine.Receive(message);
                Collect(node);
            }
        }
    }

    private void Collect(VirtualNode node)
    {
        foreach (var effect in node.Machine.TakeEffects())
        {
            node.Effects.Add(effect);
            if (effect is ClusterEffect.Send send)
            {
                var link = (node.Address.Port!.Value, send.To.Port!.Value);
                (_links.TryGetValue(link, out var waiting) ? waiting : _links[link] = new()).Enqueue(send.Message);
            }
        }
    }
}

internal sealed class VirtualNode(MembershipMachine machine)
{
    public MembershipMachine Machine { get; } = machine;

    public List<ClusterEffect> Effects { get; } = [];

    public Address Address => Machine.State.SelfNode.Address;

    public IEnumerable<(int Port, MemberStatus Status)> Sees => Machine.State.Members.Values.Select(m => (m.Address.Port!.Value, m.Status));

    public bool SeesUp(params int[] ports) => Sees.SequenceEqual(ports.Select(p => (p, MemberStatus.Up)));
}
