using System.Buffers;
using System.Text;
using Akka.Embedded.Wire;
using Akka.Serialization;

namespace Akka.Embedded.Remoting;

/// <summary>A message within a message, with whatever serializer it has.</summary>
internal static class NestedPayload
{
    /// <summary>Of UTF-8, of the manifest of a message within another.</summary>
    public const int MaxManifestBytes = 1024;

    // Each level costs stack and a copy of all that is within, and a few bytes of a frame are enough for one.
    private const int MaxDepth = 16;

    [ThreadStatic]
    private static int _depth;

    /// <exception cref="InvalidDataException">It is nested too deep.</exception>
    public static void Write(Akka.Serialization.Serialization serialization, object? message, IBufferWriter<byte> output)
    {
        var serializer = serialization.FindSerializerFor(message!);
        output.WriteInt32(serializer.Identifier);
        output.WriteString(message is null ? "" : ManifestOf(serializer, message));
        GoDeeper();
        try
        {
            output.WriteBytes(message is null ? [] : serialization.Serialize(message));
        }
        finally
        {
            _depth--;
        }
    }

    /// <exception cref="InvalidDataException">It is nested too deep, or cut short.</exception>
    public static object Read(Akka.Serialization.Serialization serialization, ref WireReader reader)
    {
        var serializer = reader.ReadInt32("serializer");
        var manifest = reader.ReadString("manifest", MaxManifestBytes);
        GoDeeper();
        try
        {
            return serialization.Deserialize(reader.ReadBytes("payload", int.MaxValue).ToArray(), serializer, manifest);
        }
        finally
        {
            _depth--;
        }
    }

    /// <exception cref="InvalidDataException">It is too long for any receiver.</exception>
    public static string ManifestOf(Serializer serializer, object message)
    {
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
        return Encoding.UTF8.GetByteCount(manifest) <= MaxManifestBytes
            ? manifest
            : throw new InvalidDataException(
                $"The manifest of {message.GetType()} within another message is longer than {MaxManifestBytes} bytes.");
    }

    private static void GoDeeper()
    {
        if (_depth == MaxDepth)
            throw new InvalidDataException($"A message is nested in more than {MaxDepth} others.");
        _depth++;
    }
}
