using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Hanzo.Network.Cluster.Messaging;

/// <summary>Stands where a runtime would fall back to writing CLR types by reflection: says which type lacks a format.</summary>
internal sealed class RefusingSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 5679;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType()} may not leave its node: no serializer is bound to it.");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException($"{bytes.Length} bytes without a known format were received.");
}
