using Akka.Actor;
using Akka.DistributedData;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;
using static System.Globalization.CultureInfo;

namespace Hanzo.Network.Simulation.Work;

/// <summary>Writes replicated data on the nodes' own actor systems, and reads at the end what each replica holds.</summary>
public sealed class DataWriters(
    TimeProvider time, SimulatedRandom random, IReadOnlyList<ISimulatedNode> nodes, Action<Observation> observe)
{
    /// <summary>
    /// A node has its replica from its start on, not only when it is first asked. Nodes that are gone are pruned from the data within
    /// half a minute of calm, which by the defaults takes longer than most networks are simulated.
    /// </summary>
    public const string Hocon =
        """
        akka.extensions = ["Akka.DistributedData.DistributedDataProvider, Akka.DistributedData"]
        akka.cluster.distributed-data.pruning-interval = 5 s
        akka.cluster.distributed-data.max-pruning-dissemination = 20 s
        """;

    /// <summary>Writes of one key; then it is left, and another one begun.</summary>
    public const int MaxWrites = 100;

    private static readonly TimeRange Gap = TimeRange.Seconds(0.5, 4);
    private static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private static readonly (string Name, Func<string, SharedKey> Create)[] Kinds =
    [
        ("names", id => new SharedNames(id)),
        ("guests", id => new SharedGuests(id)),
        ("settings", id => new SharedSettings(id)),
        ("count", id => new SharedCount(id)),
    ];

    private readonly List<SharedKey> _keys = [];
    private readonly (SharedKey? Key, int Writes)[] _present = new (SharedKey?, int)[Kinds.Length];
    private TimeSpan _until;

    /// <summary>Writes from now until that moment of the world.</summary>
    public void Start(TimeSpan until)
    {
        _until = until;
        Plan();
    }

    /// <summary>Each node that is ready tells what it holds under each key that was ever written; the answers take a moment.</summary>
    public void Read()
    {
        foreach (var node in nodes)
            if (node is { IsReady: true, System: { } system, Process: { } process })
                process.Post(() => _ = ReadAsync(node, node.Life, system));
    }

    private void Plan() => time.After(Gap.Draw(random), () =>
    {
        if (time.Now() >= _until) return;
        WriteOne();
        Plan();
    });

    private void WriteOne()
    {
        var ready = nodes.Where(node => node.IsReady).ToArray();
        if (ready.Length == 0 || ready[random.Next(ready.Length)] is not { System: { } system, Process: { } process } node) return;
        var (key, number) = Next(random.Next(Kinds.Length));
        var (level, consistency) = Level();
        var write = new Write(node.Index, node.Life, key, key.Element(number, node.Index, node.Life), level, consistency);
        process.Post(() => _ = WriteAsync(write, system));
    }

    private (SharedKey Key, int Number) Next(int kind)
    {
        var (key, writes) = _present[kind];
        if (key is null || writes == MaxWrites)
        {
            (key, writes) = (Kinds[kind].Create(string.Create(InvariantCulture, $"{Kinds[kind].Name}-{_keys.Count}")), 0);
            _keys.Add(key);
        }

        _present[kind] = (key, writes + 1);
        return (key, writes + 1);
    }

    private (string Name, IWriteConsistency Consistency) Level() => random.Next(3) switch
    {
        0 => ("local", WriteLocal.Instance),
        1 => ("majority", new WriteMajority(Confirmation)),
        _ => ("all", new WriteAll(Confirmation)),
    };

    private async Task WriteAsync(Write write, ActorSystem system)
    {
        observe(new DataWriteBegun(time.Now(), write.Node, write.Life, write.Key.Id, write.Element));
        var acknowledged = await IsAcknowledgedAsync(write, system);
        if (write.Key.IsKept)
            observe(new DataWritten(time.Now(), write.Node, write.Life, write.Key.Id, write.Element, write.Level, acknowledged));
    }

    private static async Task<bool> IsAcknowledgedAsync(Write write, ActorSystem system)
    {
        try
        {
            var update = write.Key.Write(Akka.Cluster.Cluster.Get(system), write.Element, write.Consistency);
            return (await DistributedData.Get(system).Replicator.Ask<IUpdateResponse>(update, AnswerWithin)).IsSuccessful;
        }
        catch (AskTimeoutException)
        {
            // The actor system has ended, or ends.
            return false;
        }
        catch (InvalidOperationException)
        {
            // An actor system that ends starts no extension.
            return false;
        }
    }

    private async Task ReadAsync(ISimulatedNode node, int life, ActorSystem system)
    {
        var replicator = DistributedData.Get(system).Replicator;
        foreach (var key in _keys.ToArray())
        {
            var answer = await replicator.Ask<IGetResponse>(key.Read(), AnswerWithin);
            observe(new DataRead(time.Now(), node.Index, life, key.Id, [.. key.Elements(answer)]));
        }
    }

    private sealed record Write(int Node, int Life, SharedKey Key, string Element, string Level, IWriteConsistency Consistency);
}
