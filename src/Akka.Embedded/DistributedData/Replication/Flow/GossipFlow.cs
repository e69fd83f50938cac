using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Replication;

/// <summary>
/// Repairs what changes have not reached: tells a peer the digests of what there is, in ranges of keys, and each sends the other what
/// differs.
/// </summary>
internal sealed class GossipFlow(ReplicatorContext context, ReplicaStore store, Replicas replicas)
{
    /// <summary>Ranges told in one round; the next round goes on behind them.</summary>
    private const int MaxRangesPerRound = 10;

    /// <summary>More is not sent in one answer; later rounds bring the rest.</summary>
    private const long MaxAnswerBytes = 16 * 1024 * 1024;

    private string? _toldUpTo;

    /// <summary>One round with some peer; also with one that another node cannot reach, since this one may.</summary>
    public void Tick() => TellDigestsToOne(replicas.Peers);

    public void TellDigestsToOne(ImmutableArray<UniqueAddress> peers)
    {
        if (!peers.IsEmpty)
            TellDigests(peers[context.Random.Next(peers.Length)]);
    }

    public void TellDigests(UniqueAddress peer)
    {
        for (var round = 0; round < MaxRangesPerRound; round++)
        {
            TellRange(peer, _toldUpTo);
            if (_toldUpTo is null)
                break;
        }
    }

    public void Receive(Digests message)
    {
        var theirs = InOrder(message.Items);
        var (different, missing) = (new List<ReplicaEntry>(), new List<ReplicaEntry>());
        var wanted = ImmutableArray.CreateBuilder<string>();
        var their = 0;
        for (var i = store.IndexAfter(message.After); i < store.Count && IsWithin(store.Keys[i], message.UpTo); i++)
        {
            var entry = store.Entries[i];
            for (; their < theirs.Length && string.CompareOrdinal(theirs[their].Key, entry.Key) < 0; their++)
                Want(theirs[their].Key);
            if (their == theirs.Length || theirs[their].Key != entry.Key)
            {
                missing.Add(entry);
                continue;
            }

            var digest = theirs[their++].Digest;
            if (store.DigestOf(entry) is { } mine && mine != digest)
                different.Add(entry);
        }

        for (; their < theirs.Length; their++)
            Want(theirs[their].Key);
        SendStates(message.From, different, sendBack: true);
        SendStates(message.From, missing, sendBack: false);
        if (wanted.Count > 0)
            context.Send(message.From, new WantStates(context.Self, message.From.Uid, wanted.ToImmutable()));

        void Want(string key)
        {
            if (store.Find(key) is null)
                wanted.Add(key);
        }
    }

    public void Receive(WantStates message)
    {
        var wanted = message.Keys.Select(store.Find).OfType<ReplicaEntry>().ToList();
        SendStates(message.From, wanted, sendBack: false);
    }

    public void Receive(States message)
    {
        var answer = new List<ReplicaEntry>();
        foreach (var item in message.Items)
        {
            if (!store.TryMergeState(item))
                continue;
            var entry = store.Find(item.Key)!;
            if (message.SendBack && store.DigestOf(entry) is { } mine && mine != Digest128.Of(item.Body))
                answer.Add(entry);
        }

        SendStates(message.From, answer, sendBack: false);
    }

    /// <summary>By key, each once. A peer tells them so; one that does not costs a sort.</summary>
    private static ImmutableArray<KeyDigest> InOrder(ImmutableArray<KeyDigest> items)
    {
        for (var i = 1; i < items.Length; i++)
        {
            if (string.CompareOrdinal(items[i - 1].Key, items[i].Key) >= 0)
                return [.. items.DistinctBy(item => item.Key).OrderBy(item => item.Key, StringComparer.Ordinal)];
        }

        return items;
    }

    private static bool IsWithin(string key, string? upTo) => upTo is null || string.CompareOrdinal(key, upTo) <= 0;

    private void TellRange(UniqueAddress peer, string? after)
    {
        var items = ImmutableArray.CreateBuilder<KeyDigest>();
        var bytes = 0;
        var start = store.IndexAfter(after);
        var next = start;
        for (; next < store.Count && items.Count < context.Settings.MaxDeltaElements; next++)
        {
            var entry = store.Entries[next];
            bytes += Digest128.Size + sizeof(long) + (entry.Key.Length * 3);
            if (bytes > context.Settings.MaxItemBytes && next > start)
                break;
            if (store.DigestOf(entry) is { } digest)
                items.Add(new KeyDigest(entry.Key, digest));
        }

        _toldUpTo = next < store.Count ? store.Keys[next - 1] : null;
        context.Send(peer, new Digests(context.Self, peer.Uid, after, _toldUpTo, items.ToImmutable()));
    }

    private void SendStates(UniqueAddress to, List<ReplicaEntry> entries, bool sendBack)
    {
        long sent = 0;
        var batch = new ItemBatch<StateItem>(context.Settings, item => item.Bytes);
        foreach (var entry in entries)
        {
            if (store.StateOf(entry) is not { } item)
                continue;
            if ((sent += item.Body.Length) > MaxAnswerBytes)
                break;
            if (batch.Add(item) is { } full)
                context.Send(to, new States(context.Self, to.Uid, sendBack, full));
        }

        var rest = batch.Rest();
        if (!rest.IsEmpty)
            context.Send(to, new States(context.Self, to.Uid, sendBack, rest));
    }
}
