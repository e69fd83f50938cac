using System.Collections;
using System.Collections.Immutable;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>A set that only grows.</summary>
public sealed class GSet<T> : FastMerge<GSet<T>>, IReplicatedDataSerialization, IEquatable<GSet<T>>, IEnumerable<T>,
    IDeltaReplicatedData<GSet<T>, GSet<T>>, IReplicatedDelta
    where T : notnull
{
    public static readonly GSet<T> Empty = new();

    private readonly ImmutableHashSet<T> _elements;

    public GSet()
        : this([])
    {
    }

    public GSet(IImmutableSet<T> elements)
        : this(Stable.Set(elements), null)
    {
    }

    internal GSet(ImmutableHashSet<T> elements, GSet<T>? delta)
    {
        _elements = elements;
        Delta = delta;
    }

    public IImmutableSet<T> Elements => _elements;

    public bool IsEmpty => _elements.IsEmpty;

    public int Count => _elements.Count;

    public GSet<T>? Delta { get; }

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    IDeltaReplicatedData IReplicatedDelta.Zero => Empty;

    public bool Contains(T element) => _elements.Contains(element);

    public GSet<T> Add(T element)
    {
        var elements = _elements.Add(element);
        if (ReferenceEquals(elements, _elements))
            return this;
        var delta = new GSet<T>((Delta ?? Empty)._elements.Add(element), null);
        return Successor(new GSet<T>(elements, delta));
    }

    public override GSet<T> Merge(GSet<T> other)
    {
        if (LaterOf(other) is { } later)
            return later;
        var elements = _elements.Union(other._elements);
        return ReferenceEquals(elements, _elements) ? this : new GSet<T>(elements, null);
    }

    public GSet<T> MergeDelta(GSet<T> delta) => Merge(delta);

    public GSet<T> ResetDelta() => Delta is null ? this : Successor(new GSet<T>(_elements, null));

    public IEnumerator<T> GetEnumerator() => _elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(GSet<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && Count == other.Count && _elements.SetEquals(other._elements));

    public override bool Equals(object? obj) => Equals(obj as GSet<T>);

    public override int GetHashCode() => _elements.Aggregate(Count, (hash, e) => hash ^ StableComparer<T>.Instance.GetHashCode(e));

    public override string ToString() => $"GSet({string.Join(", ", _elements)})";

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => MergeDelta((GSet<T>)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();
}

public static class GSet
{
    public static GSet<T> Create<T>(params T[] elements)
        where T : notnull => new(Stable.Set(elements), null);

    public static GSet<T> Create<T>(IImmutableSet<T> elements)
        where T : notnull => new(elements);
}

public sealed class GSetKey<T>(string id) : Key<GSet<T>>(id)
    where T : notnull;
