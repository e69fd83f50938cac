using System.Runtime.Serialization;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace Hanzo.Network.Cluster.Messaging;

/// <summary>Writes every <see cref="IWireMessage"/> as its manifest and bytes; no CLR type name leaves the process.</summary>
internal sealed class HanzoSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public const int SerializerId = 5678;

    public override int Identifier => SerializerId;

    public override string Manifest(object o) => WireFormats.All.Of(o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        var format = WireFormats.All.Of(obj);
        var bytes = format.Write(obj);
        RequireBound(bytes.Length, format);
        return bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var format = WireFormats.All.Of(manifest);
        RequireBound(bytes.Length, format);
        try
        {
            return format.Read(bytes);
        }
        catch (JsonException cause)
        {
            throw new SerializationException($"message '{manifest}' of {bytes.Length} bytes cannot be read: {cause.Message}", cause);
        }
    }

    private static void RequireBound(int length, WireFormat format)
    {
        if (length > format.MaxBytes)
            throw new SerializationException($"message '{format.Manifest}' has {length} bytes; the bound is {format.MaxBytes}.");
    }
}
