using System.Collections.Immutable;
using Akka.DistributedData;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

internal sealed class GSetCodec<T>(Codec<T> elements) : Codec<GSet<T>>
    where T : notnull
{
    public override void Write(GSet<T> value, DataWriter output)
    {
        output.WriteCount(value.Count);
        foreach (var element in elements.InOrder(value.Elements))
            elements.Write(element, output);
    }

    public override GSet<T> Read(ref WireReader reader, DataTables tables)
    {
        var read = ImmutableHashSet.CreateBuilder<T>(StableComparer<T>.Instance);
        for (var left = DataTables.ReadCount(ref reader, "elements of a set"); left > 0; left--)
            read.Add(elements.Read(ref reader, tables) ?? throw new InvalidDataException("An element of a set is null."));
        return new GSet<T>(read.ToImmutable(), null);
    }
}

/// <summary>Elements with the versions of their additions.</summary>
internal sealed class DotsCodec<T>(Codec<T> elements)
    where T : notnull
{
    public Codec<T> Elements => elements;

    public void Write(ImmutableDictionary<T, VersionVector> dots, DataWriter output)
    {
        output.WriteCount(dots.Count);
        foreach (var element in elements.InOrder([.. dots.Keys]))
            WriteElement(element, dots[element], output);
    }

    public ImmutableDictionary<T, VersionVector> Read(ref WireReader reader, DataTables tables)
    {
        var dots = StableMap<T, VersionVector>.Empty.ToBuilder();
        for (var left = DataTables.ReadCount(ref reader, "elements of a set"); left > 0; left--)
        {
            var (element, added) = ReadElement(ref reader, tables);
            if (!dots.TryAdd(element, added))
                throw new InvalidDataException($"'{element}' is in a set twice.");
        }
        return dots.ToImmutable();
    }

    public void WriteElement(T element, VersionVector added, DataWriter output)
    {
        elements.Write(element, output);
        output.Write(added);
    }

    public (T Element, VersionVector Added) ReadElement(ref WireReader reader, DataTables tables)
    {
        var element = elements.Read(ref reader, tables) ?? throw new InvalidDataException("An element of a set is null.");
        var added = tables.ReadVector(ref reader, "additions of an element");
        return added.IsEmpty ? throw new InvalidDataException($"'{element}' is in a set without having been added.") : (element, added);
    }
}

internal sealed class ORSetCodec<T>(Codec<T> elements) : Codec<ORSet<T>>
    where T : notnull
{
    private readonly DotsCodec<T> _dots = new(elements);

    public override void Write(ORSet<T> value, DataWriter output)
    {
        output.Write(value.Seen);
        _dots.Write(value.Dots, output);
    }

    public override ORSet<T> Read(ref WireReader reader, DataTables tables)
    {
        var seen = tables.ReadVector(ref reader, "seen");
        return new ORSet<T>(_dots.Read(ref reader, tables), seen);
    }
}

internal sealed class ORSetDeltaCodec<T>(Codec<T> elements) : Codec<ORSet<T>.IDeltaOperation>
    where T : notnull
{
    private const byte Add = 0;
    private const byte Remove = 1;
    private const byte State = 2;
    private readonly DotsCodec<T> _dots = new(elements);
    private readonly ORSetCodec<T> _sets = new(elements);

    public override void Write(ORSet<T>.IDeltaOperation value, DataWriter output)
    {
        var operations = ORSetDelta<T>.LogOf(value);
        output.WriteCount(operations.Count);
        for (var i = 0; i < operations.Count; i++)
            WriteOperation(operations[i], output);
    }

    public override ORSet<T>.IDeltaOperation Read(ref WireReader reader, DataTables tables)
    {
        ORSet<T>.IDeltaOperation? delta = null;
        for (var left = DataTables.ReadCount(ref reader, "operations"); left > 0; left--)
            delta = ORSetDelta<T>.Join(delta, ReadOperation(ref reader, tables));
        return delta ?? throw new InvalidDataException("A delta without operations.");
    }

    public void WriteRemove(ORSetRemove<T> remove, DataWriter output)
    {
        elements.Write(remove.Element, output);
        output.Write(remove.Own);
        output.Write(remove.Seen);
    }

    public ORSetRemove<T> ReadRemove(ref WireReader reader, DataTables tables)
    {
        var element = elements.Read(ref reader, tables) ?? throw new InvalidDataException("A removed element is null.");
        return new ORSetRemove<T>(element, tables.ReadVector(ref reader, "own version"), tables.ReadVector(ref reader, "seen"));
    }

    private void WriteOperation(ORSetOperation<T> operation, DataWriter output)
    {
        switch (operation)
        {
            case ORSetAdd<T> add:
                output.Body.WriteByte(Add);
                output.Write(add.Seen);
                _dots.Write(add.Dots, output);
                _dots.Write(add.Replaced, output);
                break;
            case ORSetRemove<T> remove:
                output.Body.WriteByte(Remove);
                WriteRemove(remove, output);
                break;
            case ORSetState<T> state:
                output.Body.WriteByte(State);
                _sets.Write(state.Set, output);
                break;
        }
    }

    private ORSetOperation<T> ReadOperation(ref WireReader reader, DataTables tables)
    {
        switch (reader.ReadByte("operation"))
        {
            case Add:
                var seen = tables.ReadVector(ref reader, "seen");
                return new ORSetAdd<T>(_dots.Read(ref reader, tables), _dots.Read(ref reader, tables), seen);
            case Remove:
                return ReadRemove(ref reader, tables);
            case State:
                return new ORSetState<T>(_sets.Read(ref reader, tables));
            case var other:
                throw new InvalidDataException($"{other} is not an operation of a set.");
        }
    }
}
