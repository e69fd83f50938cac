using System.Buffers;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>The real bytes of replicated data, without an actor system.</summary>
internal sealed class DataCodec : IDataCodec
{
    private readonly DataCodecs _codecs = new(null!);

    public void Write(IReplicatedData data, IBufferWriter<byte> output)
    {
        output.WriteString(_codecs.NameOf(data));
        var writer = new DataWriter();
        _codecs.Of(data).WriteObject(data, writer);
        writer.CopyTo(output);
    }

    public IReplicatedData Read(ref WireReader reader)
    {
        var codec = _codecs.Of(reader.ReadString("name", 1024));
        return (IReplicatedData)codec.ReadObject(ref reader, DataTables.Read(ref reader));
    }
}
