using System.Buffers;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Embedded.Remoting;

/// <summary>A serializer of the runtime that writes without an array of its own. It needs no transport information.</summary>
internal abstract class BufferSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public abstract void Write(object message, IBufferWriter<byte> output);

    public sealed override byte[] ToBinary(object obj)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(obj, output);
        return output.WrittenSpan.ToArray();
    }
}
