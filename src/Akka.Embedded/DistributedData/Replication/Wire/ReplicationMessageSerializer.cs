using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Remoting;
using Akka.Serialization;

namespace Akka.Embedded.Replication;

/// <summary>Serializer 12: what replicators say to each other.</summary>
internal sealed class ReplicationMessageSerializer(ExtendedActorSystem system) : BufferSerializer(system)
{
    public override string Manifest(object o) => ReplicationWire.ManifestOf((ReplicationMessage)o);

    public override void Write(object message, IBufferWriter<byte> output) => ReplicationWire.Write((ReplicationMessage)message, output);

    public override object FromBinary(byte[] bytes, string manifest) => ReplicationWire.Read(manifest, bytes);
}
