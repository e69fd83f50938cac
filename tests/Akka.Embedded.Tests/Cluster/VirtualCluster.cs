using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Cluster;

/// <summary>Membership machines joined by a network in memory: no actors, no sockets, virtual time.</summary>
internal sealed class VirtualCluster(ulong seed = 1)
{
    private const int MaxDeliveries = 100_000;
    private readonly RandomSource _random = new(seed);
    private readonly SortedDictionary<Address, VirtualNode> _nodes = new(AddressOrder.Instance);
    private readonly Queue<(Address From, Address To, IClusterMessage Message)> _network = new();
    private readonly HashSet<(int From, int To)> _cut = [];

    public ManualTime Time { get; } = new();

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

    private void Collect(VirtualNode node)
    {
        foreach (var effect in node.Machine.TakeEffects())
        {
            node.Effects.Add(effect);
            if (effect is ClusterEffect.Send send)
            {
                _network.Enqueue((node.Address, send.To, send.Message));
            }
        }
    }

    private void Deliver()
    {
        while (_network.TryDequeue(out var packet))
        {
            (++Deliveries).ShouldBeLessThan(MaxDeliveries, "the nodes do not come to rest");
            if (!_cut.Contains((packet.From.Port!.Value, packet.To.Port!.Value)) && _nodes.TryGetValue(packet.To, out var node))
            {
                node.Machine.Receive(packet.Message);
                Collect(node);
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
