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
            link.Names.Reset();
            Frames.Write(link.Output, FrameKind.ResetNames, []);
        }

        // Refused before names are given, since a frame that is not sent must not define any.
        var longest = payload.Length + (3 * PathTexts.MaxBytes);
        if (longest > link.MaxFrame)
        {
            CheckLength(link, outgoing, payload.Length, manifest);
        }

        _names.ResetWrittenCount();
        var recipient = link.Names.WriteRecipient(outgoing.Recipient, _names);
        var sender = link.Names.WriteSender(outgoing.Sender, _names);
        var named = link.Names.WriteManifest(serializer, manifest, _names);
        _head.ResetWrittenCount();
        _head.WriteByte((byte)((int)recipient | ((int)sender << 2) | ((int)named << 4)));
        _head.Write(_names.WrittenSpan);
        Frames.Write(link.Output, FrameKind.Message, _head.WrittenSpan, payload);
    }

    private static void CheckLength(Link link, in Outgoing outgoing, int payload, string manifest)
    {
        var sender = outgoing.Sender is null ? 0 : PathTexts.Relative(outgoing.Sender.Path).Length;
        var envelope = FixedBytes + (MaxBytesPerChar * (outgoing.Recipient.PathText.Length + sender + manifest.Length));
        if (payload + envelope > link.MaxFrame)
        {
            throw new UnsendableException(
                $"{outgoing.Message.GetType().FullName} to {outgoing.Recipient.FullText} is too long: {payload} bytes and up to "
                + $"{envelope} of envelope; akka.remote.dot-netty.tcp.maximum-frame-size is {link.MaxFrame} bytes.");
        }
    }

    private ReadOnlySpan<byte> Serialize(object message, out int serializer, out string manifest)
    {
        try
        {
            var found = system.Serialization.FindSerializerFor(message);
            serializer = found.Identifier;
            manifest = Akka.Serialization.Serialization.ManifestFor(found, message);
            if (found is not IBufferSerializer buffered)
            {
                return Akka.Serialization.Serialization.WithTransport(system.ProviderImpl.SerializationInformation, found, message);
            }

            _body.ResetWrittenCount();
            buffered.Write(message, _body);
            return _body.WrittenSpan;
        }
        catch (Exception e)
        {
            throw new UnsendableException($"{message.GetType().FullName} cannot be sent: {e.Message}", e);
        }
    }
}

/// <summary>Why a message does not leave this system; the connection is not affected.</summary>
internal sealed class UnsendableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>A serializer of the runtime that writes without an array of its own. It needs no transport information.</summary>
internal interface IBufferSerializer
{
    void Write(object message, IBufferWriter<byte> output);
}
