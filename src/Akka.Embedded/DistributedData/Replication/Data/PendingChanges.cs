using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>Own changes of one key that have not been sent yet: as single changes while these are few, else as "all of it".</summary>
internal sealed class PendingChanges
{
    private readonly List<IReplicatedDelta> _changes = [];
    private bool _full;

    /// <summary>The number of the first of them; 0: none is pending.</summary>
    public long From { get; private set; }

    public bool IsEmpty => From == 0;

    /// <param name="change">Null: what changed is not known apart from the whole.</param>
    /// <param name="max">With more changes than this the full state is sent instead.</param>
    public void Add(long version, IReplicatedDelta? change, int max)
    {
        if (From == 0)
            From = version;
        _full |= change is null || _changes.Count >= max;
        if (_full)
            _changes.Clear();
        else
            _changes.Add(change!);
    }

    /// <returns>All changes as one; null when the full state has to be sent.</returns>
    public IReplicatedData? Merged(int maxSize)
    {
        if (_full || _changes.Count == 0)
            return null;
        IReplicatedData merged = _changes[0];
        for (var i = 1; i < _changes.Count; i++)
            merged = merged.Merge(_changes[i]);
        return merged is IReplicatedDeltaSize sized && sized.DeltaSize > maxSize ? null : merged;
    }

    public void Clear()
    {
        _changes.Clear();
        (_full, From) = (false, 0);
    }
}
