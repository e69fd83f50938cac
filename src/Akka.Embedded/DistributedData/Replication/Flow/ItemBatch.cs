using System.Collections.Immutable;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>Collects items until one more would make a message too long.</summary>
internal sealed class ItemBatch<T>(ReplicatorSettings settings, Func<T, int> sizeOf)
{
    // What an item takes besides what is measured: lengths and numbers.
    private const int ItemOverheadBytes = 64;

    private readonly ImmutableArray<T>.Builder _items = ImmutableArray.CreateBuilder<T>();
    private int _bytes;

    /// <returns>The items before this one when they are to be sent now.</returns>
    public ImmutableArray<T>? Add(T item)
    {
        var size = sizeOf(item) + ItemOverheadBytes;
        ImmutableArray<T>? full = null;
        if (_items.Count > 0 && (_bytes + size > settings.MaxItemBytes || _items.Count >= settings.MaxDeltaElements))
            full = Rest();
        _items.Add(item);
        _bytes += size;
        return full;
    }

    public ImmutableArray<T> Rest()
    {
        var rest = _items.ToImmutable();
        _items.Clear();
        _bytes = 0;
        return rest;
    }
}
