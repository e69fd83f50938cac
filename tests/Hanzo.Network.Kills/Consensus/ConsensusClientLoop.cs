using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hanzo.Network.Kills.Campaign;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Kills.Consensus;

/// <summary>Reads and changes at one node, one after the other, as long as it is told to; while the node is gone it waits.</summary>
/// <param name="node">Its name; no other client has it.</param>
/// <param name="client">Null: the node is not there now.</param>
internal sealed class ConsensusClientLoop(string node, Func<NodeClient?> client)
{
    public const string Counter = "counter";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public string Node { get; } = node;

    public ConcurrentQueue<ConsensusDeed> Deeds { get; } = [];
    public ConcurrentQueue<ConsensusRead> Reads { get; } = [];

    /// <summary>Never throws.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var pause = new PeriodicTimer(Pause);
        for (var number = 1; !stop.IsCancellationRequested; await pause.WaitForNextTickAsync(CancellationToken.None))
        {
            if (client() is not { } present) continue;
            try
            {
                var group = new ConsensusClient(present);
                var began = WatchClock.Now;
                var found = (await group.ListAsync(Counter, stop)).Items;
                var (revision, value) = found.IsEmpty ? (0L, 0L) : (found[0].Modified, long.Parse(found[0].Value));
                Reads.Enqueue(new ConsensusRead(began, WatchClock.Now, revision));
                await AddAsync(group, $"own/{Node}/{number++:000000}", revision, value + 1, stop);
            }
            catch (Exception e) when (Unanswered.Is(e) || e is OperationCanceledException or InvalidOperationException)
            {
                // It is gone, or nobody answers: asked again.
            }
        }
    }

    private async Task AddAsync(ConsensusClient group, string key, long revision, long value, CancellationToken stop)
    {
        var began = WatchClock.Now;
        long? acknowledged = null;
        try
        {
            var done = await group.TransactAsync(Transaction(key, revision, value), stop);
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
