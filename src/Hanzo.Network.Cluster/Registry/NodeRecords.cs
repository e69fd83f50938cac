using System.Collections.Immutable;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// What a node writes of itself into the registry, and when. A value counts only if the present life of its node wrote it; so what
/// an earlier life of this node wrote, and comes back from others, is written over.
/// </summary>
/// <param name="NodeId">This node.</param>
internal sealed record NodeRecords(string NodeId)
{
    private static readonly ImmutableSortedDictionary<string, string> NoTexts =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The load told last.</summary>
    public LoadReport? LoadTold { get; init; }

    /// <summary>By key, what this node has written.</summary>
    public ImmutableSortedDictionary<string, string> Own { get; init; } = NoTexts;

    /// <summary>Nodes whose values are wanted.</summary>
    public ImmutableSortedSet<string> Watched { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Bytes of the last description, which is too large to be told as it is; null: it is not.</summary>
    public int? TooLarge { get; init; }

    /// <summary>Others are told the last description, at least without its agents.</summary>
    public bool IsTold { get; init; }

    /// <summary>
    /// What is too large is told without the node's own agents: it gets no new sessions of them then, but others know what it has and
    /// that it leaves. No write: it is too large even so.
    /// </summary>
    public (NodeRecords Next, RecordWrite? Write) Described(NodeDescription description, bool everywhere)
    {
        var text = RegistryCodec.Write(description);
        var bytes = RegistryCodec.BytesOf(text);
        if (bytes <= RegistryKeys.MaxValueBytes) return Told(text, tooLarge: null);
        text = RegistryCodec.Write(description with { Agents = [] });
        return RegistryCodec.BytesOf(text) <= RegistryKeys.MaxValueBytes
            ? Told(text, bytes)
            : (this with { TooLarge = bytes, IsTold = false }, null);

        (NodeRecords Next, RecordWrite? Write) Told(string told, int? tooLarge)
        {
            var (next, write) = Put(new RecordWrite(RegistryKeys.Node(NodeId).Id, told, everywhere));
            return (next with { TooLarge = tooLarge, IsTold = true }, write);
        }
    }

    /// <summary>Call it at most once a second. No write: nothing that others should hear of.</summary>
    public (NodeRecords Next, RecordWrite? Write) Loaded(LoadReport now)
    {
        if (LoadTold is { } told && !LoadChange.IsNoticeable(told, now)) return (this, null);
        var (next, write) = Put(new RecordWrite(RegistryKeys.Load(NodeId).Id, RegistryCodec.Write(now), Everywhere: false));
        return (next with { LoadTold = now }, write);
    }

    /// <summary>What was written last of this node's description; null: nothing yet.</summary>
    public RecordWrite? Description => Written(RegistryKeys.Node(NodeId).Id);

    public bool IsOwn(string key) => key == RegistryKeys.Node(NodeId).Id || key == RegistryKeys.Load(NodeId).Id;

    /// <summary>What this node's present life has written under a key of its own; null: nothing yet.</summary>
    public RecordWrite? Written(string key) =>
        Own.TryGetValue(key, out var text) ? new RecordWrite(key, text, Everywhere: false) : null;

    /// <summary>All of it, for a replicator that may have forgotten.</summary>
    public IEnumerable<RecordWrite> Again() => Own.Select(own => new RecordWrite(own.Key, own.Value, Everywhere: false));

    private (NodeRecords Next, RecordWrite Write) Put(RecordWrite write) => (this with { Own = Own.SetItem(write.Key, write.Text) }, write);
}

/// <param name="Everywhere">To all nodes at once, even if it is not new.</param>
internal sealed record RecordWrite(string Key, string Text, bool Everywhere);
