using System.Text;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>UTF-8. The length is written plus one; zero is null.</summary>
internal sealed class TextCodec : Codec<string?>
{
    public override void Write(string? value, DataWriter output)
    {
        if (value is null)
        {
            output.WriteCount(0);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(value);
        output.Body.WriteVarInt((uint)length + 1);
        output.Body.Advance(Encoding.UTF8.GetBytes(value, output.Body.GetSpan(length)));
    }

    public override string? Read(ref WireReader reader, DataTables tables)
    {
        var length = reader.ReadCount("length of a text", reader.Rest.Length);
        return length == 0 ? null : Encoding.UTF8.GetString(reader.ReadRaw("text", length - 1));
    }

    public override string?[] InOrder(IReadOnlyCollection<string?> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }
}

internal sealed class Int32Codec : Codec<int>
{
    public override void Write(int value, DataWriter output) => output.Body.WriteInt32(value);

    public override int Read(ref WireReader reader, DataTables tables) => reader.ReadInt32("int");

    public override int[] InOrder(IReadOnlyCollection<int> values) => [.. values.Order()];
}

internal sealed class Int64Codec : Codec<long>
{
    public override void Write(long value, DataWriter output) => output.Body.WriteInt64(value);

    public override long Read(ref WireReader reader, DataTables tables) => reader.ReadInt64("long");

    public override long[] InOrder(IReadOnlyCollection<long> values) => [.. values.Order()];
}

/// <summary>Whatever the system has a serializer for; which one is written once per message.</summary>
internal sealed class PayloadCodec<T>(Akka.Serialization.Serialization serialization) : Codec<T>
{
    public override void Write(T value, DataWriter output)
    {
        var serializer = serialization.FindSerializerFor(value!);
        output.WriteKind(serializer.Identifier, value is null ? "" : NestedPayload.ManifestOf(serializer, value));
        output.Body.WriteBytes(value is null ? [] : serialization.Serialize(value));
    }

    public override T Read(ref WireReader reader, DataTables tables)
    {
        var (serializer, manifest) = tables.ReadKind(ref reader);
        var bytes = reader.ReadBytes("payload", reader.Rest.Length).ToArray();
        return serialization.Deserialize(bytes, serializer, manifest) switch
        {
            T value => value,
            null when default(T) is null => default!,
            var other => throw new InvalidDataException($"payload is {other?.GetType().ToString() ?? "null"}; expected {typeof(T)}."),
        };
    }
}
