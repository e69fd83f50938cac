using System.Buffers;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Embedded.Remoting;

/// <summary>A message that waits as bytes, so that what waits can be counted in bytes.</summary>
internal sealed class PackedMessage
{
    /// <summary>About what a waiting message takes besides its payload.</summary>
    private const int EnvelopeBytes = 100;

    private PackedMessage(Type type, int serializer, string manifest, byte[] payload)
    {
        MessageType = type;
        Serializer = serializer;
        Manifest = manifest;
        Payload = payload;
    }

    public Type MessageType { get; }

    public int Serializer { get; }

    public string Manifest { get; }

    public byte[] Payload { get; }

    /// <summary>How many bytes of a waiting message are counted; 0: nobody knows, it is to be packed.</summary>
    public static int BytesOf(object message) => message switch
    {
        PackedMessage packed => packed.Payload.Length + EnvelopeBytes,
        byte[] bytes => bytes.Length + EnvelopeBytes,
        _ => 0,
    };

    /// <exception cref="UnsendableException">It has no serializer, or its serializer failed.</exception>
    public static PackedMessage Of(ActorSystemImpl system, object message)
    {
        try
        {
            var serializer = system.Serialization.FindSerializerFor(message);
            var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
            var payload = Akka.Serialization.Serialization.WithTransport(system.ProviderImpl.SerializationInformation, serializer, message);
            return new PackedMessage(message.GetType(), serializer.Identifier, manifest, payload);
        }
        catch (Exception e)
        {
            throw UnsendableException.Of(message, e);
        }
    }

    /// <summary>The message again, for the dead letters; as it is where it cannot be read.</summary>
    public object Unpack(ActorSystemImpl system)
    {
        try
        {
            return system.Serialization.Deserialize(Payload, Serializer, Manifest);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return this;
        }
    }

    public override string ToString() => $"{MessageType.FullName} ({Payload.Length} bytes)";
}
