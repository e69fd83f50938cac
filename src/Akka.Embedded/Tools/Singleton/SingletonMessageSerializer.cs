using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;
using Akka.Serialization;
using SerializationRegistry = Akka.Serialization.Serialization;

namespace Akka.Embedded.Tools.Singleton;

/// <summary>Serializer 14: the messages between singleton managers and proxies.</summary>
internal sealed class SingletonMessageSerializer(ExtendedActorSystem system) : BufferSerializer(system)
{
    public override string Manifest(object o) => o switch
    {
        AskOver => "a",
        OverHere => "o",
        FindSingleton => "f",
        SingletonHere => "h",
        _ => throw new ArgumentException($"{o.GetType()} is no message of singletons.", nameof(o)),
    };

    public override void Write(object message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case AskOver ask:
                output.WriteInt32(ask.ToUid);
                ClusterWire.Write(ask.From, output);
                break;
            case OverHere over:
                ClusterWire.Write(over.From, output);
                output.WriteInt64(over.Remaining.Ticks);
                output.WriteVarInt((ulong)over.Unsettled.Length);
                foreach (var node in over.Unsettled)
                    ClusterWire.Write(node, output);
                break;
            case SingletonHere here:
                output.WriteString(SerializationRegistry.SerializedActorPath(here.Singleton));
                break;
        }
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        return manifest switch
        {
            "a" => new AskOver(reader.ReadInt32("uid"), ClusterWire.ReadNode(ref reader)),
            "o" => ReadOver(ref reader),
            "f" => FindSingleton.Instance,
            "h" => new SingletonHere(system.Serialization.DeserializeActorRef(reader.ReadString("singleton", PathTexts.MaxBytes))),
            _ => throw new SerializationException($"{nameof(SingletonMessageSerializer)}: manifest '{manifest}' is not known."),
        };
    }

    private static OverHere ReadOver(ref WireReader reader)
    {
        var from = ClusterWire.ReadNode(ref reader);
        var remaining = new TimeSpan(reader.ReadInt64("remaining"));
        var unsettled = ImmutableArray.CreateBuilder<UniqueAddress>();
        for (var left = reader.ReadCount("unsettled", GossipWire.MaxNodes); left > 0; left--)
            unsettled.Add(ClusterWire.ReadNode(ref reader));
        return new OverHere(from, remaining, unsettled.ToImmutable());
    }
}
