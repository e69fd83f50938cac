using System.Collections.Immutable;
using Akka.DistributedData;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

internal sealed class LWWRegisterCodec<T>(Codec<T> values) : Codec<LWWRegister<T>>
{
    public override void Write(LWWRegister<T> value, DataWriter output)
    {
        output.WriteNode(value.UpdatedBy);
        output.Body.WriteInt64(value.Timestamp);
        values.Write(value.Value, output);
    }

    public override LWWRegister<T> Read(ref WireReader reader, DataTables tables)
    {
        var node = tables.ReadNode(ref reader);
        var timestamp = reader.ReadInt64("timestamp");
        return new LWWRegister<T>(node, values.Read(ref reader, tables), timestamp);
    }
}

/// <summary>What a map holds: how far its keys are known, and each key with its additions and value.</summary>
internal sealed class EntriesCodec<TKey, TValue>(Codec<TKey> keys, Codec<TValue> values)
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    private readonly DotsCodec<TKey> _dots = new(keys);

    public DotsCodec<TKey> Dots => _dots;

    public void Write(VersionVector seen, ImmutableDictionary<TKey, VersionVector> dots, EntryValues<TKey, TValue> items, DataWriter output)
    {
        output.Write(seen);
        output.WriteCount(dots.Count);
        foreach (var key in keys.InOrder([.. dots.Keys]))
        {
            var added = dots[key];
            _dots.WriteElement(key, added, output);
            for (var i = 0; i < added.Count; i++)
                values.Write(items.Part(key, i), output);
        }
    }

    public (ORSet<TKey> Keys, EntryValues<TKey, TValue> Items) Read(ref WireReader reader, DataTables tables)
    {
        var seen = tables.ReadVector(ref reader, "seen");
        var dots = StableMap<TKey, VersionVector>.Empty.ToBuilder();
        var whole = StableMap<TKey, TValue>.Empty.ToBuilder();
        var several = StableMap<TKey, TValue[]>.Empty.ToBuilder();
        for (var left = DataTables.ReadCount(ref reader, "entries of a map"); left > 0; left--)
        {
            var (key, added) = _dots.ReadElement(ref reader, tables);
            if (!dots.TryAdd(key, added))
                throw new InvalidDataException($"'{key}' is in a map twice.");
            var parts = new TValue[added.Count];
            for (var i = 0; i < parts.Length; i++)
                parts[i] = values.Read(ref reader, tables);
            whole[key] = EntryValues<TKey, TValue>.Merged(parts);
            if (parts.Length > 1)
                several[key] = parts;
        }
        return (new ORSet<TKey>(dots.ToImmutable(), seen), new EntryValues<TKey, TValue>(whole.ToImmutable(), several.ToImmutable()));
    }
}

internal sealed class ORDictionaryCodec<TKey, TValue>(Codec<TKey> keys, Codec<TValue> values) : Codec<ORDictionary<TKey, TValue>>
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    private readonly EntriesCodec<TKey, TValue> _entries = new(keys, values);

    public override void Write(ORDictionary<TKey, TValue> value, DataWriter output) =>
        _entries.Write(value.KeySet.Seen, value.KeySet.Dots, value.Items, output);

    public override ORDictionary<TKey, TValue> Read(ref WireReader reader, DataTables tables)
    {
        var (read, entries) = _entries.Read(ref reader, tables);
        return new ORDictionary<TKey, TValue>(read, entries);
    }
}

internal sealed class ORDictionaryDeltaCodec<TKey, TValue>(Codec<TKey> keys, Codec<TValue> values)
    : Codec<ORDictionary<TKey, TValue>.IDeltaOperation>
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    private const byte Put = 0;
    private const byte Remove = 1;
    private readonly EntriesCodec<TKey, TValue> _entries = new(keys, values);
    private readonly ORSetDeltaCodec<TKey> _keys = new(keys);

    public override void Write(ORDictionary<TKey, TValue>.IDeltaOperation value, DataWriter output)
    {
        var operations = ORDictionaryDelta<TKey, TValue>.LogOf(value);
        output.WriteCount(operations.Count);
        for (var i = 0; i < operations.Count; i++)
        {
            switch (operations[i])
            {
                case ORDictionaryPut<TKey, TValue> put:
                    output.Body.WriteByte(Put);
                    _entries.Write(put.Keys.Seen, put.Keys.Dots, put.Values, output);
                    _entries.Dots.Write(put.Keys.Replaced, output);
                    break;
                case ORDictionaryRemove<TKey, TValue> remove:
                    output.Body.WriteByte(Remove);
                    _keys.WriteRemove(remove.Key, output);
                    break;
            }
        }
    }

    public override ORDictionary<TKey, TValue>.IDeltaOperation Read(ref WireReader reader, DataTables tables)
    {
        ORDictionary<TKey, TValue>.IDeltaOperation? delta = null;
        for (var left = DataTables.ReadCount(ref reader, "operations"); left > 0; left--)
            delta = ORDictionaryDelta<TKey, TValue>.Join(delta, ReadOperation(ref reader, tables));
        return delta ?? throw new InvalidDataException("A delta without operations.");
    }

    private ORDictionaryOperation<TKey, TValue> ReadOperation(ref WireReader reader, DataTables tables)
    {
        switch (reader.ReadByte("operation"))
        {
            case Put:
                var (read, entries) = _entries.Read(ref reader, tables);
                var replaced = _entries.Dots.Read(ref reader, tables);
                return new ORDictionaryPut<TKey, TValue>(new ORSetAdd<TKey>(read.Dots, replaced, read.Seen), entries);
            case Remove:
                return new ORDictionaryRemove<TKey, TValue>(_keys.ReadRemove(ref reader, tables));
            case var other:
                throw new InvalidDataException($"{other} is not an operation of a map.");
        }
    }
}

internal sealed class LWWDictionaryCodec<TKey, TValue>(Codec<ORDictionary<TKey, LWWRegister<TValue>>> inner)
    : Codec<LWWDictionary<TKey, TValue>>
    where TKey : notnull
{
    public override void Write(LWWDictionary<TKey, TValue> value, DataWriter output) => inner.Write(value.Underlying, output);

    public override LWWDictionary<TKey, TValue> Read(ref WireReader reader, DataTables tables) => new(inner.Read(ref reader, tables));
}

internal sealed class PNCounterDictionaryCodec<TKey>(Codec<ORDictionary<TKey, PNCounter>> inner) : Codec<PNCounterDictionary<TKey>>
    where TKey : notnull
{
    public override void Write(PNCounterDictionary<TKey> value, DataWriter output) => inner.Write(value.Underlying, output);

    public override PNCounterDictionary<TKey> Read(ref WireReader reader, DataTables tables) => new(inner.Read(ref reader, tables));
}

internal sealed class LWWDictionaryDeltaCodec<TKey, TValue>(Codec<ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation> inner)
    : Codec<LWWDictionaryDelta<TKey, TValue>>
    where TKey : notnull
{
    public override void Write(LWWDictionaryDelta<TKey, TValue> value, DataWriter output) => inner.Write(value.Inner, output);

    public override LWWDictionaryDelta<TKey, TValue> Read(ref WireReader reader, DataTables tables) =>
        new(inner.Read(ref reader, tables));
}

internal sealed class PNCounterDictionaryDeltaCodec<TKey>(Codec<ORDictionary<TKey, PNCounter>.IDeltaOperation> inner)
    : Codec<PNCounterDictionaryDelta<TKey>>
    where TKey : notnull
{
    public override void Write(PNCounterDictionaryDelta<TKey> value, DataWriter output) => inner.Write(value.Inner, output);

    public override PNCounterDictionaryDelta<TKey> Read(ref WireReader reader, DataTables tables) => new(inner.Read(ref reader, tables));
}
