using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>The bytes of one type of data or element.</summary>
internal abstract class Codec
{
    public abstract void WriteObject(object value, DataWriter output);

    public abstract object ReadObject(ref WireReader reader, DataTables tables);
}

/// <summary>Equal values have equal bytes, on every node: replicas compare digests of them.</summary>
internal abstract class Codec<T> : Codec
{
    public abstract void Write(T value, DataWriter output);

    /// <exception cref="InvalidDataException">The bytes are no such value; names the field.</exception>
    public abstract T Read(ref WireReader reader, DataTables tables);

    /// <summary>The values in an order that depends on nothing but them.</summary>
    public virtual T[] InOrder(IReadOnlyCollection<T> values)
    {
        var sorted = values.ToArray();
        if (sorted.Length < 2)
            return sorted;
        var bytes = Array.ConvertAll(sorted, value => BytesOf(value));
        Array.Sort(bytes, sorted, ByteOrder.Instance);
        return sorted;
    }

    public sealed override void WriteObject(object value, DataWriter output) => Write((T)value, output);

    public sealed override object ReadObject(ref WireReader reader, DataTables tables) => Read(ref reader, tables)!;

    private byte[] BytesOf(T value)
    {
        var output = new DataWriter();
        Write(value, output);
        return output.ToArray();
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
