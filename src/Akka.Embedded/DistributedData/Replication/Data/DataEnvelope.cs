using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>A value, or a change of one, with what its replicas must know about it to merge it.</summary>
internal sealed record DataEnvelope(
    IReplicatedData Data, ImmutableSortedDictionary<UniqueAddress, PruningState> Pruning, ReplicaVersions Versions)
{
    private static readonly ImmutableSortedDictionary<UniqueAddress, PruningState> NoPruning =
        ImmutableSortedDictionary<UniqueAddress, PruningState>.Empty;

    public DataEnvelope(IReplicatedData data) : this(data, NoPruning, ReplicaVersions.Empty)
    {
    }

    public bool NeedsPruningFrom(UniqueAddress removed) => Data is IRemovedNodePruning data && data.NeedPruningFrom(removed);

    /// <summary>It has something of a removed node that <paramref name="other"/> counts as handed over.</summary>
    public bool MissesHandOverOf(DataEnvelope other) => other.Pruning.Any(
        pruned => pruned.Value is PruningState.Done
            && Pruning.GetValueOrDefault(pruned.Key) is not PruningState.Done
            && NeedsPruningFrom(pruned.Key));

    public DataEnvelope Announce(UniqueAddress removed, UniqueAddress owner) =>
        this with { Pruning = Pruning.SetItem(removed, new PruningState.Announced(owner, [])) };

    /// <summary>What <paramref name="removed"/> had becomes <paramref name="owner"/>'s.</summary>
    public DataEnvelope Prune(UniqueAddress removed, UniqueAddress owner, PruningState.Done done) => this with
    {
        Data = ((IRemovedNodePruning)Data).Prune(removed, owner),
        Pruning = Pruning.SetItem(removed, done),
        Versions = Versions.Without(removed),
    };

    public DataEnvelope Forget(IEnumerable<UniqueAddress> pruned) => this with { Pruning = Pruning.RemoveRange(pruned) };

    /// <summary>
    /// Without what was announced by owners that are gone and will never hand over: another one takes over from the start.
    /// </summary>
    public DataEnvelope WithoutAnnouncements(Func<UniqueAddress, bool> isGone)
    {
        var pruning = Pruning;
        foreach (var (removed, state) in Pruning)
        {
            if (state is PruningState.Announced announced && isGone(announced.Owner))
                pruning = pruning.Remove(removed);
        }

        return ReferenceEquals(pruning, Pruning) ? this : this with { Pruning = pruning };
    }

    public DataEnvelope AddSeen(UniqueAddress node)
    {
        var pruning = Pruning;
        foreach (var (removed, state) in Pruning)
        {
            var seen = state.AddSeen(node);
            if (!ReferenceEquals(seen, state))
                pruning = pruning.SetItem(removed, seen);
        }

        return ReferenceEquals(pruning, Pruning) ? this : this with { Pruning = pruning };
    }

    /// <param name="other">A full state, or with <paramref name="isDelta"/> a change.</param>
    /// <exception cref="InvalidCastException">The other is of another type.</exception>
    public DataEnvelope Merge(DataEnvelope other, bool isDelta, DateTimeOffset now)
    {
        var pruning = MergePruning(other.Pruning, now);
        var (mine, theirs) = (Data, other.Data);
        var (versions, otherVersions) = (Versions, other.Versions);
        foreach (var (removed, state) in pruning)
        {
            versions = versions.Without(removed);
            otherVersions = otherVersions.Without(removed);
            if (state is not PruningState.Done)
                continue;
            mine = Clean(mine, removed);
            theirs = Clean(theirs, removed);
        }

        return new DataEnvelope(MergeData(mine, theirs, isDelta), pruning, versions.Merge(otherVersions));
    }

    /// <summary>With a value that was made from this one on this node.</summary>
    /// <exception cref="InvalidCastException">It is of another type.</exception>
    public DataEnvelope MergeLocal(IReplicatedData changed)
    {
        foreach (var (removed, state) in Pruning)
        {
            if (state is PruningState.Done)
                changed = Clean(changed, removed);
        }

        return this with { Data = MergeData(Data, changed, isDelta: false) };
    }

    private static IReplicatedData MergeData(IReplicatedData mine, IReplicatedData theirs, bool isDelta)
    {
        if (!isDelta)
            return mine.Merge(theirs);
        return mine is IDeltaReplicatedData data
            ? data.MergeDelta((IReplicatedDelta)theirs)
            : throw new InvalidCastException($"A change of type {theirs.GetType()} does not fit a {mine.GetType()}.");
    }

    private static IReplicatedData Clean(IReplicatedData data, UniqueAddress removed) =>
        data is IRemovedNodePruning pruned && pruned.NeedPruningFrom(removed) ? pruned.PruningCleanup(removed) : data;

    private ImmutableSortedDictionary<UniqueAddress, PruningState> MergePruning(
        ImmutableSortedDictionary<UniqueAddress, PruningState> other, DateTimeOffset now)
    {
        var merged = Pruning;
        foreach (var (removed, state) in other)
        {
            var both = merged.TryGetValue(removed, out var mine) ? mine.Merge(state) : state;
            if (!ReferenceEquals(both, mine))
                merged = merged.SetItem(removed, both);
        }

        foreach (var (removed, state) in merged)
        {
            if (state.IsObsolete(now))
                merged = merged.Remove(removed);
        }

        return merged;
    }
}
