using System.Buffers;
using Akka.DistributedData;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>With whatever serializers the system has for the data.</summary>
internal sealed class SerializationCodec(Akka.Serialization.Serialization serialization) : IDataCodec
{
    public void Write(IReplicatedData data, IBufferWriter<byte> output) => NestedPayload.Write(serialization, data, output);

    public IReplicatedData Read(ref WireReader reader) =>
        NestedPayload.Read(serialization, ref reader) is IReplicatedData data
            ? data
            : throw new InvalidDataException("The body holds no replicated data.");
}
