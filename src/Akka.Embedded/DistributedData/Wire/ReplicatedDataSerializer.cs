using System.Buffers;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;
using Akka.Serialization;

namespace Akka.Embedded.Replication;

/// <summary>
/// Serializer 11: replicated data, its changes and keys. Elements are texts, ints, longs, and whatever else has a bound serializer.
/// </summary>
internal sealed class ReplicatedDataSerializer : BufferSerializer
{
    // Data within payloads within data …: bounded, so that crafted bytes cannot exhaust the stack.
    private const int MaxNesting = 8;

    [ThreadStatic]
    private static int _nesting;

    private readonly Lazy<DataCodecs> _codecs;

    public ReplicatedDataSerializer(ExtendedActorSystem system)
        : base(system) => _codecs = new Lazy<DataCodecs>(() => new DataCodecs(system.Serialization));

    public override string Manifest(object o) => _codecs.Value.NameOf(o);

    public override void Write(object message, IBufferWriter<byte> output) => Written(message).CopyTo(output);

    /// <exception cref="SerializationException">The manifest is not known, or the bytes are no such data; names the field.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (_nesting == MaxNesting)
            throw new SerializationException($"Replicated data is nested more than {MaxNesting} times.");
        _nesting++;
        try
        {
            return Read(bytes, _codecs.Value.Of(manifest));
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw new SerializationException($"These {bytes.Length} bytes are no replicated data '{manifest}': {e.Message}", e);
        }
        finally
        {
            _nesting--;
        }
    }

    private static object Read(byte[] bytes, Codec codec)
    {
        var reader = new WireReader(bytes);
        var tables = DataTables.Read(ref reader);
        var data = codec.ReadObject(ref reader, tables);
        return reader.IsAtEnd ? data : throw new InvalidDataException($"{reader.Rest.Length} bytes are left over.");
    }

    private DataWriter Written(object data)
    {
        var output = new DataWriter();
        _codecs.Value.Of(data).WriteObject(data, output);
        return output;
    }
}
