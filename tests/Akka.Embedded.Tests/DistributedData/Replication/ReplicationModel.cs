using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>
/// Replicas that change data at random while messages are lost, doubled and overtaken, nodes are cut off, die and come back as new ones;
/// remembers what must have come of it.
/// </summary>
internal sealed class ReplicationModel(int seed)
{
    public static readonly GCounterKey Counter = new("counter");
    public static readonly PNCounterKey Balance = new("balance");
    public static readonly ORSetKey<string> Names = new("names");
    public static readonly LWWDictionaryKey<string, string> Map = new("map");
    public static readonly ORDictionaryKey<string, GCounter> Counters = new("counters");
    public static readonly FlagKey Flag = new("flag");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<UniqueAddress, ulong> _counted = [];
    private readonly SortedDictionary<UniqueAddress, long> _balanced = [];
    private readonly Survivors _names = new();
    private readonly Survivors _mapped = new();
    private readonly Survivors _counters = new();
    private ulong _countedByDead;
    private long _balancedByDead;
    private bool _flagged;
    private int _clock;
    private int _lastUid = 1;

    public ReplicaWorld World { get; } = new((ulong)seed + 1, ReplicaWorld.Defaults with
    {
        MaxItemBytes = 3000,
        MaxDeltaSize = 1 + (seed % 7),
        MaxPruningDissemination = TimeSpan.FromMinutes(1),
    });

    public int Asked { get; private set; }

    public void Start(int replicas)
    {
        for (var port = 1; port <= replicas; port++)
            World.Join(port);
        World.Settle();
    }

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++)
            Step();
    }

    /// <summary>All that was lost is repaired.</summary>
    public void Calm()
    {
        foreach (var one in World.Replicas)
        {
            foreach (var other in World.Replicas)
                World.SetReachable(one, other, reachable: true);
        }

        World.Settle();
        World.GossipUntilQuiet();
        World.Pass(Timeout);
        World.Settle();
    }

    /// <summary>A node dies; what the others have of it by now counts, and no more.</summary>
    public void KillOne()
    {
        var victim = World[World.Random.Next(World.Replicas.Count)];
        World.Remove(victim);
        World.UnderWay.RemoveAll(parcel => parcel.Message.From.Equals(victim.Node));
        Calm();
        _counted.Remove(victim.Node);
        _balanced.Remove(victim.Node);
        _countedByDead = CounterValue() - Sum(_counted.Values);
        _balancedByDead = BalanceValue() - _balanced.Values.Sum();
        _names.Keep(NamesThere);
        _mapped.Keep(MappedThere);
        _counters.Keep(CountersThere);
        _flagged = World[0].Local(Flag)?.Enabled ?? false;
        if (Pick(2) == 0)
            World.Join(victim.Node.Address.Port!.Value, ++_lastUid);
        Calm();
    }

    /// <summary>Time in which removed nodes go out of the data while work goes on.</summary>
    public void PruneAmidWork()
    {
        for (var round = 0; round < 8; round++)
        {
            World.Pass(TimeSpan.FromSeconds(40));
            foreach (var replica in World.Replicas)
                replica.Prune();
            Run(20);
            if (round % 2 == 1)
                Calm();
        }

        Calm();
    }

    public void Check(string when)
    {
        var first = World[0];
        foreach (var other in World.Replicas.Skip(1))
        {
            other.Local(Counter).ShouldBe(first.Local(Counter), when);
            other.Local(Balance).ShouldBe(first.Local(Balance), when);
            other.Local(Names).ShouldBe(first.Local(Names), when);
            other.Local(Map).ShouldBe(first.Local(Map), when);
            other.Local(Counters).ShouldBe(first.Local(Counters), when);
            other.Local(Flag).ShouldBe(first.Local(Flag), when);
        }

        CounterValue().ShouldBe(Sum(_counted.Values) + _countedByDead, when);
        BalanceValue().ShouldBe(_balanced.Values.Sum() + _balancedByDead, when);
        World.Replicas.SelectMany(replica => replica.Reports).ShouldBeEmpty(when);
    }

    public void CheckLiving(string when)
    {
        _names.MissingFrom(NamesThere).ShouldBeEmpty(when);
        _mapped.MissingFrom(MappedThere).ShouldBeEmpty(when);
        _counters.MissingFrom(CountersThere).ShouldBeEmpty(when);
        (World[0].Local(Flag)?.Enabled ?? false).ShouldBe(_flagged, when);
        if (World[0].Local(Map) is { Count: > 0 } map)
            map.Values.Max(int.Parse).ShouldBeLessThanOrEqualTo(_clock, when);
    }

    public void CheckAnswers(string when) =>
        World.Replicas.Sum(replica => replica.Asker.Told.Count).ShouldBe(Asked, $"{when}: each request has one answer");

    private IEnumerable<string> NamesThere => World[0].Local(Names) ?? ORSet<string>.Empty;

    private IEnumerable<string> MappedThere => (World[0].Local(Map) ?? LWWDictionary<string, string>.Empty).Keys;

    private IEnumerable<string> CountersThere => (World[0].Local(Counters) ?? ORDictionary<string, GCounter>.Empty).Keys;

    private int Pick(int count) => World.Random.Next(count);

    private static ulong Sum(IEnumerable<ulong> values) => values.Aggregate(0UL, (sum, value) => sum + value);

    private ulong CounterValue() => World[0].Local(Counter)?.Value ?? 0;

    private long BalanceValue() => (long)(World[0].Local(Balance)?.Value ?? 0);

    private void Step()
    {
        switch (Pick(20))
        {
            case < 6:
                Change(World[Pick(World.Replicas.Count)]);
                break;
            case < 14:
                DeliverOne();
                break;
            case 14:
                World[Pick(World.Replicas.Count)].Gossip();
                break;
            case 15:
                World.SetReachable(World[Pick(World.Replicas.Count)], World[Pick(World.Replicas.Count)], Pick(3) > 0);
                break;
            case 16:
                Asked++;
                World[Pick(World.Replicas.Count)].Get(Counter, Pick(2) == 0 ? new ReadMajority(Timeout) : new ReadAll(Timeout));
                break;
            default:
                World.Pass(TimeSpan.FromMilliseconds(Pick(20)));
                break;
        }
    }

    private void DeliverOne()
    {
        if (World.UnderWay.Count == 0)
            return;
        var parcel = World.UnderWay[Pick(World.UnderWay.Count)];
        var fate = Pick(10);
        if (fate > 0)
            World.UnderWay.Remove(parcel);
        if (fate < 8)
            World.Deliver(parcel);
    }

    private void Change(VirtualReplica replica)
    {
        var node = replica.Node;
        IWriteConsistency consistency = Pick(4) switch
        {
            0 => new WriteMajority(Timeout),
            1 => new WriteAll(Timeout),
            _ => WriteLocal.Instance,
        };
        var name = $"n{Pick(40)}";
        Asked++;
        switch (Pick(9))
        {
            case 0:
                _counted[node] = _counted.GetValueOrDefault(node) + 1;
                replica.Update(Counter, GCounter.Empty, c => c.Increment(node), consistency);
                break;
            case 1:
                _balanced[node] = _balanced.GetValueOrDefault(node) - 3;
                replica.Update(Balance, PNCounter.Empty, c => c.Decrement(node, 3), consistency);
                break;
            case 2:
                _balanced[node] = _balanced.GetValueOrDefault(node) + 5;
                replica.Update(Balance, PNCounter.Empty, c => c.Increment(node, 5), consistency);
                break;
            case < 5:
                _names.Add(name);
                replica.Update(Names, ORSet<string>.Empty, s => s.Add(node, name), consistency);
                break;
            case 5:
                _names.Remove(name);
                replica.Update(Names, ORSet<string>.Empty, s => s.Remove(node, name), consistency);
                break;
            case 6:
                var now = ++_clock;
                _mapped.Add(name);
                replica.Update(Map, LWWDictionary<string, string>.Empty, m => m.SetItem(node, name, $"{now}", (_, _) => now), consistency);
                break;
            case 7:
                var remove = Pick(4) == 0;
                if (remove)
                    _counters.Remove(name);
                else
                    _counters.Add(name);
                replica.Update(
                    Counters,
                    ORDictionary<string, GCounter>.Empty,
                    d => remove ? d.Remove(node, name) : d.AddOrUpdate(node, name, GCounter.Empty, c => c.Increment(node)),
                    consistency);
                break;
            default:
                _flagged |= Pick(20) == 0;
                var on = _flagged;
                replica.Update(Flag, Akka.DistributedData.Flag.False, f => on ? f.SwitchOn() : f, consistency);
                break;
        }
    }
}
