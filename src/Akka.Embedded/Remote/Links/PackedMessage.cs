using System.Buffers;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Embedded.Remoting;

/// <summary>A message that waits as bytes, so that what waits can be counted in bytes.</summary>
internal sealed class PackedMessage
{
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
