using System.Buffers;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;
using Akka.Serialization;

namespace Akka.Embedded.Sharding.Protocol;

/// <summary>Serializer 13: envelopes, queries and the protocol of sharding.</summary>
internal sealed class ShardingMessageSerializer(ExtendedActorSystem system) : BufferSerializer(system)
{
    private const string Envelope = "E";

    public override string Manifest(object o) => o switch
    {
        ShardingEnvelope => Envelope,
        IShardingMessage message => ProtocolWire.ManifestOf(message),
        _ => QueryWire.ManifestOf(o),
    };

    public override void Write(object message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case ShardingEnvelope envelope:
                output.WriteString(envelope.EntityId);
                NestedPayload.Write(system.Serialization, envelope.Message, output);
                break;
            case IShardingMessage command:
                ProtocolWire.Write(command, output);
                break;
            default:
                QueryWire.Write(message, output);
                break;
        }
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        if (manifest == Envelope)
        {
            var entity = reader.ReadString("entity", WireBounds.MaxNameBytes);
            return new ShardingEnvelope(entity, NestedPayload.Read(system.Serialization, ref reader));
        }

        return ProtocolWire.Read(manifest, ref reader, system.Serialization)
            ?? QueryWire.Read(manifest, ref reader)
            ?? throw new SerializationException($"Sharding does not know a message '{manifest}'.");
    }
}

internal static class WireBounds
{
    /// <summary>The longest id of an entity or a shard.</summary>
    public const int MaxNameBytes = 4096;

    public const int MaxShards = 1_000_000;

    public const int MaxPathBytes = 16 * 1024;
}
