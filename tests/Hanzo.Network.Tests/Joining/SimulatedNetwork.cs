using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>
/// Join decisions of several nodes against each other in virtual time: beacons and probes travel with random delay and loss,
/// joins take random time. One seed, one course of events.
/// </summary>
internal sealed class SimulatedNetwork(int seed, double lossOfBeacons)
{
    private const double TickEvery = 0.1;
    private const double LookingBeaconEvery = 0.05;
    private const double MemberBeaconEvery = 2.5;
    private const double LossOfUnicasts = 0.01;
    private const double JoinTakes = 0.3;
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private readonly SortedDictionary<NodeAddress, SimulatedNode> _nodes = [];
    private long _order;

    public double Now { get; private set; }
    public ImmutableArray<string> Founders { get; private set; } = [];
    public List<string> Trace { get; } = [];
    public IEnumerable<SimulatedNode> Nodes => _nodes.Values;

    public void Start(NodeIdentity identity, double at, params NodeAddress[] seeds) => Schedule(at, () =>
    {
        var node = new SimulatedNode(new JoinState(identity, JoinTimings.Default, TimeSpan.FromSeconds(Now)));
        _nodes.Add(identity.Address, node);
        foreach (var address in seeds) Give(node, new JoinInput.AddressFound(address, "seed", Configured: true));
        Repeat(TickEvery, () => Give(node, new JoinInput.Tick()));
        if (seeds.Length == 0) Shout(node);
    });

    public void Stop(NodeAddress address, double at) => Schedule(at, () => _nodes.Remove(address));

    public void RunUntil(double time)
    {
        while (_events.TryPeek(out _, out var next) && next.At <= time)
        {
            var action = _events.Dequeue();
            Now = next.At;
            action();
        }
    }

    private void Shout(SimulatedNode node)
    {
        if (!IsAlive(node) || node.State.Phase == JoinPhase.Refused) return;
        foreach (var other in _nodes.Values.Where(other => other != node && !IsLost(lossOfBeacons)).ToArray())
            Later(() => Hear(other, node));
        Later(() => Shout(node), node.Joined is null ? LookingBeaconEvery : MemberBeaconEvery);
    }

    private void Hear(SimulatedNode node, SimulatedNode from)
    {
        Give(node, new JoinInput.BeaconHeard(BeaconOf(from)));
        if (from.Joined is null && IsAlive(node) && node.State.Phase != JoinPhase.Refused && !IsLost(LossOfUnicasts))
            Later(() => Give(from, new JoinInput.BeaconHeard(BeaconOf(node))));
    }

    private bool IsLost(double probability) => _random.NextDouble() < probability;

    private static Beacon BeaconOf(SimulatedNode node) => new(node.Identity, node.Joined, Reply: false);

    private void Give(SimulatedNode node, JoinInput input)
    {
        if (!IsAlive(node)) return;
        (node.State, var effects) = JoinDecider.Step(node.State, input, TimeSpan.FromSeconds(Now));
        foreach (var effect in effects) Perform(node, effect);
    }

    private void Perform(SimulatedNode node, JoinEffect effect)
    {
        switch (effect)
        {
            case JoinEffect.Probe probe:
                Later(() => Ask(node, probe.To));
                break;
            case JoinEffect.Found:
                Founders = Founders.Add(node.Identity.NodeId);
                Later(() => Become(node, new ClusterIdentity(node.Identity.Incarnation, Joining.Nodes.Epoch.AddSeconds(Now))), JoinTakes);
                break;
            case JoinEffect.Join join:
                Later(() => Become(node, join.Cluster), JoinTakes);
                break;
            case JoinEffect.Trace trace:
                Write(node, trace.Text);
                break;
            case JoinEffect.Notify notify:
                Write(node, $"! {notify.Notice.Text}");
                break;
        }
    }

    private void Ask(SimulatedNode asker, NodeAddress to)
    {
        if (!IsAlive(asker) || !_nodes.TryGetValue(to, out var other) || other.State.Phase == JoinPhase.Refused) return;
        Give(other, new JoinInput.ReportReceived(Report(asker), Asked: null));
        Later(() => Give(asker, new JoinInput.ReportReceived(Report(other), to)));
    }

    private void Become(SimulatedNode node, ClusterIdentity cluster)
    {
        if (node.State.Phase is not (JoinPhase.Joining or JoinPhase.Founding)) return;
        node.Joined = cluster;
        Give(node, new JoinInput.JoinSucceeded(cluster));
    }

    private ContactReport Report(SimulatedNode node) => new()
    {
        Node = node.Identity,
        Cluster = node.Joined,
        Settling = node.Joined is null && node.State.Phase is JoinPhase.Joining or JoinPhase.Founding,
        Peers = node.Joined is null
            ? node.State.AnsweringPeers(TimeSpan.FromSeconds(Now))
            : [.. Nodes.Where(other => other.Joined == node.Joined).Select(AsPeer)],
    };

    private static ContactPeer AsPeer(SimulatedNode node) => new(node.Identity.Address, node.Identity.NodeId);

    private void Write(SimulatedNode node, string text) => Trace.Add(
        string.Create(CultureInfo.InvariantCulture, $"{Now,7:0.000} {node.Identity.NodeId}@{node.Identity.Address.Port}: {text}"));

    private bool IsAlive(SimulatedNode node) => _nodes.TryGetValue(node.Identity.Address, out var living) && living == node;

    private void Repeat(double every, Action action) => Later(
        () =>
        {
            action();
            Repeat(every, action);
        },
        every);

    private void Later(Action action, double least = 0.0005) =>
        Schedule(Now + least + (_random.NextDouble() * Math.Max(least / 5, 0.02)), action);

    private void Schedule(double at, Action action) => _events.Enqueue(action, (at, _order++));
}

internal sealed class SimulatedNode(JoinState state)
{
    public JoinState State { get; set; } = state;
    public ClusterIdentity? Joined { get; set; }
    public NodeIdentity Identity => State.Self;
}
