using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Remoting;
using Akka.Serialization;

namespace Akka.Embedded.Replication;

/// <summary>Serializer 12: what replicators say to each other.</summary>
internal sealed class ReplicationMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system), IBufferSerializer
{
    public override string Manifest(object o) => ReplicationWire.ManifestOf((ReplicationMessage)o);

    public override byte[] ToBinary(object obj)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(obj, output);
        return output.WrittenSpan.ToArray();
    }

    public void Write(object message, IBufferWriter<byte> output) => ReplicationWire.Write((ReplicationMessage)message, output);

    public override object FromBinary(byte[] bytes, string manifest) => ReplicationWire.Read(manifest, bytes);
}
