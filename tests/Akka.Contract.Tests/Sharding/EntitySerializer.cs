using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Contract.Tests.Sharding;

/// <summary>The messages to and from entities, as JSON.</summary>
internal sealed class EntitySerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 4711;

    public override string Manifest(object o) => o.GetType().Name;

    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, obj.GetType());

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        nameof(To) => JsonSerializer.Deserialize<To>(bytes)!,
        nameof(Whereabouts) => JsonSerializer.Deserialize<Whereabouts>(bytes)!,
        _ => throw new ArgumentException($"Unknown manifest {manifest}.", nameof(manifest)),
    };
}
