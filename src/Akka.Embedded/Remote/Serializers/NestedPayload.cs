using System.Buffers;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>A message within a message, with whatever serializer it has.</summary>
internal static class NestedPayload
{
    private const int MaxManifestBytes = 1024;

    public static void Write(Akka.Serialization.Serialization serialization, object? message, IBufferWriter<byte> output)
    {
        var serializer = serialization.FindSerializerFor(message!);
        output.WriteInt32(serializer.Identifier);
        output.WriteString(message is null ? "" : Akka.Serialization.Serialization.ManifestFor(serializer, message));
        output.WriteBytes(message is null ? [] : serialization.Serialize(message));
    }

    public static object Read(Akka.Serialization.Serialization serialization, ref WireReader reader)
    {
        var serializer = reader.ReadInt32("serializer");
        var manifest = reader.ReadString("manifest", MaxManifestBytes);
        return serialization.Deserialize(reader.ReadBytes("payload", int.MaxValue).ToArray(), serializer, manifest);
    }
}
