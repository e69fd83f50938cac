using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Replication;

/// <summary>Up to which change of each replica a value has everything. Replicas number their changes of a key from 1.</summary>
internal sealed class ReplicaVersions
{
    public static readonly ReplicaVersions Empty = new(ImmutableSortedDictionary<UniqueAddress, long>.Empty);

    /// <summary>More than an address with its uid and a number take.</summary>
    private const int BytesPerReplica = 128;

    private readonly ImmutableSortedDictionary<UniqueAddress, long> _counts;

    private ReplicaVersions(ImmutableSortedDictionary<UniqueAddress, long> counts) => _counts = counts;

    public int Count => _counts.Count;

    /// <summary>What they take in a message, generously.</summary>
    public int Bytes => _counts.Count * BytesPerReplica;

    public IEnumerable<KeyValuePair<UniqueAddress, long>> Counts => _counts;

    public long At(UniqueAddress replica) => _counts.GetValueOrDefault(replica);

    public ReplicaVersions With(UniqueAddress replica, long version) =>
        version <= At(replica) ? this : new ReplicaVersions(_counts.SetItem(replica, version));

    public ReplicaVersions Without(UniqueAddress replica) => Wrap(_counts.Remove(replica));

    public ReplicaVersions Merge(ReplicaVersions other)
    {
        if (_counts.IsEmpty || ReferenceEquals(this, other))
            return other;
        var merged = this;
        foreach (var (replica, version) in other._counts)
            merged = merged.With(replica, version);
        return merged;
    }

    private static ReplicaVersions Wrap(ImmutableSortedDictionary<UniqueAddress, long> counts) => counts.IsEmpty ? Empty : new(counts);
}
