using Akka.Embedded.Sharding.Coordination;
using Akka.Embedded.Sharding.Regions;
using CoordinatorIn = Akka.Embedded.Sharding.Coordination.CoordinatorInput<string>;
using CoordinatorOut = Akka.Embedded.Sharding.Coordination.CoordinatorEffect<string>;
using RegionIn = Akka.Embedded.Sharding.Regions.RegionInput<string>;
using RegionOut = Akka.Embedded.Sharding.Regions.RegionEffect<string>;

namespace Akka.Embedded.Tests.Sharding;

/// <summary>
/// Coordinators and regions of a few nodes over channels that keep order, lose messages and delay them at will, all from one seed. Nodes
/// crash, leave and join; a new coordinator starts while the old one may still run.
/// </summary>
internal sealed class ShardingModel(int seed)
{
    private static readonly string[] Shards = [.. Enumerable.Range(0, 6).Select(i => $"s{i}")];
    private readonly Random _random = new(seed);
    private readonly List<Node> _nodes = [];
    private readonly SortedDictionary<(string From, string To), Queue<Action>> _channels = [];
    private int _born;

    public int Moves { get; private set; }

    public void Run(int steps)
    {
        for (var i = 0; i < 3; i++)
            Join();
        for (var i = 0; i < steps; i++)
        {
            Step();
            NoShardHasTwoOwners(i);
        }
    }

    /// <summary>Without further trouble every wanted shard comes to run somewhere, and is given its messages there.</summary>
    public bool Settles()
    {
        foreach (var leaving in _nodes.Where(node => node.PassedOver).ToList())
            Remove(leaving);
        for (var round = 0; round < 60; round++)
        {
            foreach (var node in _nodes.ToList())
            {
                Tick(node);
                DrainAll();
            }

            foreach (var shard in Shards)
                Apply(_nodes[^1], new RegionIn.HomeWanted(shard));
            DrainAll();
        }

        return Shards.All(shard => _nodes.Count(node => node.Region.Hosted.Contains(shard) && node.Served.Contains(shard)) == 1);
    }

    private void Step()
    {
        switch (_random.Next(1000))
        {
            case < 700: DeliverOne(); break;
            case < 780: Want(Pick(), Shards[_random.Next(Shards.Length)]); break;
            case < 870: Tick(Pick()); break;
            case < 930: StopOneShard(); break;
            case < 970: Move(); break;
            case < 978: LoseSome(); break;
            case < 983 when _nodes.Count > 2: Remove(Pick()); break;
            case < 990 when _nodes.Count < 5: Join(); break;
            case < 996: Promote(); break;
            case < 998: Apply(Pick(), new RegionIn.Leave()); break;
        }
    }

    private Node Pick() => _nodes[_random.Next(_nodes.Count)];

    private void Join()
    {
        var node = new Node($"n{_born++}");
        _nodes.Add(node);
        // Becoming a full member takes a view that all share, so by then whoever is leaving knows it and coordinates no more.
        foreach (var leaving in _nodes.Where(other => other.PassedOver))
            leaving.Coordinator = null;
        Apply(node, new RegionIn.MemberUp());
        Promote();
    }

    // Whoever holds all older members to be leaving takes over, while their coordinator may not know of it yet.
    private void Promote()
    {
        var at = _nodes.FindIndex(node => !node.PassedOver);
        if (at < _nodes.Count - 1 && _random.Next(6) == 0)
            at++;
        var node = _nodes[at];
        if (node.Coordinator is not null && _random.Next(3) > 0)
            return;
        foreach (var older in _nodes.Take(at))
            older.PassedOver = true;
        node.Coordinator = new ShardCoordinatorState<string>();
        node.Epoch = (long.Parse(node.Name[1..]) << 32) + ++node.Terms;
        foreach (var member in _nodes)
            Apply(node, new CoordinatorIn.NodeExpected(member.Name));
    }

    // A view of the membership may be old.
    private Node SeenAsOldest() => _random.Next(5) == 0 && !_nodes[0].Finished ? _nodes[0] : _nodes.First(node => !node.PassedOver);

    private void Remove(Node gone)
    {
        if (_nodes.TrueForAll(node => node.PassedOver || node == gone))
            Join();
        _nodes.Remove(gone);
        foreach (var key in _channels.Keys.Where(key => key.From == gone.Name || key.To == gone.Name).ToList())
            _channels.Remove(key);
        foreach (var node in _nodes)
        {
            Apply(node, new RegionIn.RegionLost(gone.Name));
            if (node.Coordinator is not null)
                Apply(node, new CoordinatorIn.NodeLost(gone.Name));
            if (node.BoundTo == gone.Name)
                Apply(node, new RegionIn.CoordinatorLost());
        }

        if (!_nodes.Exists(node => node.Coordinator is not null && !node.PassedOver))
            Promote();
    }

    private void Tick(Node node)
    {
        if (node.Region.NeedsRetry)
            Apply(node, new RegionIn.RetryDue());
        if (node.Coordinator is not { NeedsRetry: true })
            return;
        Apply(node, new CoordinatorIn.RetryDue());
        foreach (var silent in node.Coordinator.SilentNodes.ToList())
            Announce(node, silent);
    }

    private void StopOneShard()
    {
        var stopping = _nodes.SelectMany(node => node.Stopping.Select(shard => (node, shard))).ToList();
        if (stopping.Count == 0)
            return;
        var (at, what) = stopping[_random.Next(stopping.Count)];
        at.Stopping.Remove(what);
        Moves++;
        Apply(at, new RegionIn.ShardStopped(what));
    }

    private void Move()
    {
        var coordinators = _nodes.Where(node => node.Coordinator is not null).ToList();
        if (coordinators.Count > 0)
            Apply(coordinators[_random.Next(coordinators.Count)], new CoordinatorIn.RebalanceChosen([Shards[_random.Next(Shards.Length)]]));
    }

    private void Want(Node node, string shard) => Apply(node, new RegionIn.HomeWanted(shard));

    private void DeliverOne()
    {
        var busy = _channels.Values.Where(channel => channel.Count > 0).ToList();
        if (busy.Count > 0)
            busy[_random.Next(busy.Count)].Dequeue()();
    }

    private void LoseSome()
    {
        foreach (var (ends, channel) in _channels)
        {
            if (ends.From != ends.To && _random.Next(4) == 0)
                channel.Clear();
        }
    }

    private void DrainAll()
    {
        while (_channels.Values.Any(channel => channel.Count > 0) || _nodes.Exists(node => node.Stopping.Count > 0))
        {
            DeliverOne();
            StopOneShard();
        }
    }

    private void Send(string from, string to, Action<Node> deliver)
    {
        if (!_channels.TryGetValue((from, to), out var channel))
            _channels[(from, to)] = channel = [];
        channel.Enqueue(() =>
        {
            if (_nodes.Find(node => node.Name == to) is { } target)
                deliver(target);
        });
    }

    private void Announce(Node coordinator, string to)
    {
        var epoch = coordinator.Epoch;
        Send(coordinator.Name, to, node =>
        {
            if (epoch >= node.Region.Epoch)
                node.BoundTo = coordinator.Name;
            Apply(node, new RegionIn.CoordinatorFound(epoch));
        });
    }

    private void Apply(Node node, RegionIn input)
    {
        if (node.Finished)
            return;
        foreach (var effect in node.Region.Decide(input).ToList())
            Execute(node, effect);
    }

    private void Execute(Node node, RegionOut effect)
    {
        switch (effect)
        {
            case RegionOut.FindCoordinator:
                Send(node.Name, SeenAsOldest().Name, oldest => { if (oldest.Coordinator is not null) Announce(oldest, node.Name); });
                break;
            case RegionOut.Register register:
                ToCoordinator(node, new CoordinatorIn.Registered(node.Name, node.Name, register.Hosted, false));
                break;
            case RegionOut.AskHome ask:
                ToCoordinator(node, new CoordinatorIn.HomeRequested(node.Name, ask.Shard));
                break;
            case RegionOut.ConfirmStarted started:
                ToCoordinator(node, new CoordinatorIn.ShardStarted(node.Name, started.Shard));
                break;
            case RegionOut.ConfirmHandOffBegun begun:
                ToCoordinator(node, new CoordinatorIn.HandOffBegun(node.Name, begun.Shard, begun.Term));
                break;
            case RegionOut.ConfirmStopped stopped:
                ToCoordinator(node, new CoordinatorIn.ShardStopped(node.Name, stopped.Shard, stopped.Term));
                break;
            case RegionOut.RequestLeave:
                ToCoordinator(node, new CoordinatorIn.LeaveRequested(node.Name));
                break;
            case RegionOut.Route route:
                Send(node.Name, route.Home, home => Apply(home, new RegionIn.HomeWanted(route.Shard)));
                break;
            case RegionOut.Run run:
                node.Served.Add(run.Shard);
                break;
            case RegionOut.Hold hold:
                node.Served.Remove(hold.Shard);
                break;
            case RegionOut.Stop stop:
                node.Stopping.Add(stop.Shard);
                break;
            case RegionOut.Finish:
                node.Finished = true;
                Remove(node);
                break;
        }
    }

    private void ToCoordinator(Node node, CoordinatorIn input)
    {
        var epoch = node.Region.Epoch;
        if (node.BoundTo is { } to)
            Send(node.Name, to, target => { if (target.Epoch == epoch && target.Coordinator is not null) Apply(target, input); });
    }

    private void Apply(Node node, CoordinatorIn input)
    {
        foreach (var effect in node.Coordinator!.Decide(input).ToList())
            Execute(node, effect);
    }

    private void Execute(Node node, CoordinatorOut effect)
    {
        var epoch = node.Epoch;
        switch (effect)
        {
            case CoordinatorOut.ConfirmRegistration confirm:
                Send(node.Name, confirm.Region, target => Apply(target, new RegionIn.RegistrationConfirmed(epoch)));
                break;
            case CoordinatorOut.Allocate allocate:
                Choose(node, allocate.Shard);
                break;
            case CoordinatorOut.Host host:
                Send(node.Name, host.Region, target => Apply(target, new RegionIn.HostShard(epoch, host.Shard)));
                break;
            case CoordinatorOut.TellHome tell:
                Send(node.Name, tell.Requester, target => Apply(target, new RegionIn.HomeTold(epoch, tell.Shard, tell.Home)));
                break;
            case CoordinatorOut.BeginHandOff begin:
                Send(node.Name, begin.Region, target => Apply(target, new RegionIn.BeginHandOff(epoch, begin.Shard, begin.Term)));
                break;
            case CoordinatorOut.HandOff handOff:
                Send(node.Name, handOff.Region, target => Apply(target, new RegionIn.HandOff(epoch, handOff.Shard, handOff.Term)));
                break;
            case CoordinatorOut.ReportConflict conflict:
                throw new InvalidOperationException($"seed {seed}: {conflict}");
        }
    }

    private void Choose(Node node, string shard)
    {
        var candidates = node.Coordinator!.Candidates.Keys.Order(StringComparer.Ordinal).ToList();
        var coordinator = node.Coordinator;
        CoordinatorIn answer = candidates.Count == 0 || _random.Next(8) == 0
            ? new CoordinatorIn.AllocationFailed(shard)
            : new CoordinatorIn.Allocated(shard, candidates[_random.Next(candidates.Count)]);
        Send(node.Name, node.Name, self => { if (self.Coordinator == coordinator) Apply(self, answer); });
    }

    private void NoShardHasTwoOwners(int step)
    {
        foreach (var shard in Shards)
        {
            var owners = _nodes.Where(node => node.Region.Hosted.Contains(shard)).Select(node => node.Name).ToList();
            if (owners.Count > 1)
                throw new InvalidOperationException($"seed {seed}, step {step}: {shard} runs on {string.Join(" and ", owners)}");
        }
    }

    private sealed class Node(string name)
    {
        public string Name { get; } = name;

        public RegionState<string> Region { get; } = new(name, proxy: false);

        public ShardCoordinatorState<string>? Coordinator { get; set; }

        public long Epoch { get; set; } = -1;

        public int Terms { get; set; }

        public string? BoundTo { get; set; }

        public List<string> Stopping { get; } = [];

        /// <summary>Shards here that are given their messages at once.</summary>
        public HashSet<string> Served { get; } = [];

        public bool Finished { get; set; }

        public bool PassedOver { get; set; }
    }
}
