using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.DistributedData;

/// <summary>Data with entries per node, which would grow for ever if those of removed nodes were not handed over to another.</summary>
public interface IRemovedNodePruning : IReplicatedData
{
    /// <summary>The nodes that have an entry.</summary>
    ImmutableHashSet<UniqueAddress> ModifiedByNodes { get; }

    bool NeedPruningFrom(UniqueAddress removedNode);

    /// <summary>Without entries of <paramref name="removedNode"/>, which are part of another node's already.</summary>
    IReplicatedData PruningCleanup(UniqueAddress removedNode);

    /// <summary>The entries of <paramref name="removedNode"/> become part of those of <paramref name="collapseInto"/>.</summary>
    IReplicatedData Prune(UniqueAddress removedNode, UniqueAddress collapseInto);
}

public interface IRemovedNodePruning<T> : IRemovedNodePruning, IReplicatedData<T>
    where T : IReplicatedData
{
    new T Prune(UniqueAddress removedNode, UniqueAddress collapseInto);

    new T PruningCleanup(UniqueAddress removedNode);
}
