using System.Buffers;
using Akka.DistributedData;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>Turns replicated data into bytes and back. Equal data must give equal bytes on every node.</summary>
internal interface IDataCodec
{
    void Write(IReplicatedData data, IBufferWriter<byte> output);

    IReplicatedData Read(ref WireReader reader);
}
