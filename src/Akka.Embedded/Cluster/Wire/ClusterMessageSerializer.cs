using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Remoting;
using Akka.Serialization;

namespace Akka.Embedded.Membership;

/// <summary>Serializer 5: the messages of cluster daemons.</summary>
internal sealed class ClusterMessageSerializer(ExtendedActorSystem system) : BufferSerializer(system)
{
    public override string Manifest(object o) => ClusterWire.ManifestOf((IClusterMessage)o);

    public override void Write(object message, IBufferWriter<byte> output) => ClusterWire.Write((IClusterMessage)message, output);

    public override object FromBinary(byte[] bytes, string manifest) => ClusterWire.Read(manifest, bytes);
}
