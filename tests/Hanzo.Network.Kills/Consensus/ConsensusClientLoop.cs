using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hanzo.Network.Kills.Campaign;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Children;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Kills.Consensus;

/// <summary>Reads and changes at one node, one after the other, as long as it is told to; while the node is gone it waits.</summary>
internal sealed class ConsensusClientLoop(ChildNetwork nodes, string node)
{
    public const string Counter = "counter";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public ConcurrentQueue<ConsensusDeed> Deeds { get; } = [];
    public ConcurrentQueue<ConsensusRead> Reads { get; } = [];

    /// <summary>Never throws.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var pause = new PeriodicTimer(Pause);
        for (var number = 1; !stop.IsCancellationRequested; await pause.WaitForNextTickAsync(CancellationToken.None))
        {
            if (!nodes[node].IsUp) continue;
            try
            {
                var client = new ConsensusClient(nodes[node].Client);
                var began = WatchClock.Now;
                var found = (await client.ListAsync(Counter, stop)).Items;
                var (revision, value) = found.IsEmpty ? (0L, 0L) : (found[0].Modified, long.Parse(found[0].Value));
                Reads.Enqueue(new ConsensusRead(began, WatchClock.Now, revision));
                await AddAsync(client, $"own/{node}/{number++:000000}", revision, value + 1, stop);
            }
            catch (Exception e) when (Unanswered.Is(e) || e is OperationCanceledException or InvalidOperationException)
            {
                // It is gone, or nobody answers: asked again.
            }
        }
    }

    private async Task AddAsync(ConsensusClient client, string key, long revision, long value, CancellationToken stop)
    {
        var began = WatchClock.Now;
        long? acknowledged = null;
        try
        {
            var done = await client.TransactAsync(Transaction(key, revision, value), stop);
            if (done.Held) acknowledged = done.Revision;
        }
        finally
        {
            Deeds.Enqueue(new ConsensusDeed(key, began, WatchClock.Now, revision, acknowledged));
        }
    }

    private static string Transaction(string key, long revision, long value) => new JsonObject
    {
        ["if"] = new JsonArray(new JsonObject { ["key"] = Counter, ["part"] = "Modified", ["kind"] = "Equal", ["number"] = revision }),
        ["then"] = new JsonArray(
            new JsonObject { ["kind"] = "put", ["key"] = Counter, ["value"] = $"{value}" },
            new JsonObject { ["kind"] = "put", ["key"] = key, ["value"] = $"{value}" }),
        ["else"] = new JsonArray(),
    }.ToJsonString();
}
