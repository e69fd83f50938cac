using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>Turns messages into frames of a link. Used by one writer at a time.</summary>
internal sealed class MessageWriter(ActorSystemImpl system)
{
    /// <summary>More than lengths, kind, forms and numbers take.</summary>
    private const int FixedBytes = 64;
    private const int MaxBytesPerChar = 3;

    private readonly ArrayBufferWriter<byte> _names = new();
    private readonly ArrayBufferWriter<byte> _head = new();
    private readonly ArrayBufferWriter<byte> _body = new();

    /// <exception cref="UnsendableException">It has no serializer, its serializer failed, or it is too long.</exception>
    public void Write(Link link, in Outgoing outgoing)
    {
        var payload = Serialize(outgoing.Message, out var serializer, out var manifest);
        if (link.Names.IsFull)
        {
            ResetNames(link);
        }

        // Refused before names are given, since a frame that is not sent must not define any.
        var longest = payload.Length + (3 * PathTexts.MaxBytes);
        if (longest > link.MaxFrame)
        {
            CheckLength(link, outgoing, payload.Length, manifest);
        }

        var forms = WriteNames(link, outgoing, serializer, manifest);
        _head.ResetWrittenCount();
        _head.WriteByte(forms);
        _head.Write(_names.WrittenSpan);
        Frames.Write(link.Output, FrameKind.Message, _head.WrittenSpan, payload);
    }

    private byte WriteNames(Link link, in Outgoing outgoing, int serializer, string manifest)
    {
        try
        {
            _names.ResetWrittenCount();
            var recipient = link.Names.WriteRecipient(outgoing.Recipient, _names);
            var sender = link.Names.WriteSender(outgoing.Sender, _names);
            var named = link.Names.WriteManifest(serializer, manifest, _names);
            return (byte)((int)recipient | ((int)sender << 2) | ((int)named << 4));
        }
        catch (UnsendableException)
        {
            // Numbers were given in a frame that is not sent.
            ResetNames(link);
            throw;
        }
    }

    private static void ResetNames(Link link)
    {
        link.Names.Reset();
        Frames.Write(link.Output, FrameKind.ResetNames, []);
    }

    private static void CheckLength(Link link, in Outgoing outgoing, int payload, string manifest)
    {
        var sender = outgoing.Sender is null ? 0 : PathTexts.Relative(outgoing.Sender.Path).Length;
        var envelope = FixedBytes + (MaxBytesPerChar * (outgoing.Recipient.PathText.Length + sender + manifest.Length));
        if (payload + envelope > link.MaxFrame)
        {
            var type = (outgoing.Message as PackedMessage)?.MessageType ?? outgoing.Message.GetType();
            var text = $"{type.FullName} to {outgoing.Recipient.FullText} is too long: {payload} bytes and up to "
                + $"{envelope} of envelope; akka.remote.dot-netty.tcp.maximum-frame-size is {link.MaxFrame} bytes.";
            throw new UnsendableException(text, new Akka.Remote.OversizedPayloadException(text));
        }
    }

    private ReadOnlySpan<byte> Serialize(object message, out int serializer, out string manifest)
    {
        if (message is PackedMessage packed)
        {
            serializer = packed.Serializer;
            manifest = packed.Manifest;
            return packed.Payload;
        }

        try
        {
            var found = system.Serialization.FindSerializerFor(message);
            serializer = found.Identifier;
            manifest = Akka.Serialization.Serialization.ManifestFor(found, message);
            if (found is not BufferSerializer buffered)
            {
                return Akka.Serialization.Serialization.WithTransport(system.ProviderImpl.SerializationInformation, found, message);
            }

            _body.ResetWrittenCount();
            buffered.Write(message, _body);
            return _body.WrittenSpan;
        }
        catch (Exception e)
        {
            throw UnsendableException.Of(message, e);
        }
    }
}
