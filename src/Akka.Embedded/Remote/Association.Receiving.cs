using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Wire;
using Akka.Remote;

namespace Akka.Embedded.Remoting;

internal sealed partial class Association
{
    private long _systemReceived;

    private async Task ReceiveAsync(Link link)
    {
        Exception? cause = null;
        try
        {
            var input = link.Connection.Input;
            while (true)
            {
                var read = await input.ReadAsync();
                link.HasReceived();
                var buffer = read.Buffer;
                while (Frames.TryRead(ref buffer, remoting.Settings.MaximumInboundFrame, out var frame))
                {
                    Receive(link, frame);
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (Exception e)
        {
            cause = e;
            if (e is InvalidDataException)
            {
                remoting.Warn($"protocol {peer}", $"The connection with {peer} is cut: {e.Message}");
            }
        }

        Lost(link, cause);
    }

    private void Receive(Link link, in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment)
        {
            Receive(link, frame.FirstSpan);
            return;
        }

        var length = (int)frame.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        frame.CopyTo(rented);
        try
        {
            Receive(link, rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Receive(Link link, ReadOnlySpan<byte> frame)
    {
        var reader = new WireReader(frame);
        switch ((FrameKind)reader.ReadByte("kind"))
        {
            case FrameKind.Message:
                ReceiveMessage(link, ref reader);
                break;
            case FrameKind.System:
                ReceiveSystem(ref reader);
                break;
            case FrameKind.SystemAck:
                lock (_gate)
                {
                    _outbox.Acknowledge((long)reader.ReadVarInt("acknowledged"));
                }

                break;
            case FrameKind.Ping:
                Raise(Signal.Pong);
                break;
            case FrameKind.Pong:
                remoting.Provider.Watcher.Heartbeat(peer, link.Peer.Uid);
                break;
            case FrameKind.Goodbye:
                link.HasSaidGoodbye = true;
                break;
            case FrameKind.Quarantined:
                link.HasSaidGoodbye = true;
                remoting.Publish(new ThisActorSystemQuarantinedEvent(remoting.LocalAddress, peer));
                break;
            case FrameKind.ResetNames:
                link.PeerNames.Reset();
                break;
            case var kind:
                throw new InvalidDataException($"Frame kind {(byte)kind} is unknown.");
        }
    }

    private void ReceiveMessage(Link link, ref WireReader reader)
    {
        var forms = reader.ReadByte("forms");
        var names = link.PeerNames;
        var path = names.ReadPath(ref reader, (NameForm)(forms & 3), "recipient")
            ?? throw new InvalidDataException("A message has no recipient.");
        var from = names.ReadPath(ref reader, (NameForm)((forms >> 2) & 3), "sender");
        var (serializer, manifest) = names.ReadManifest(ref reader, (NameForm)((forms >> 4) & 3));
        var recipient = path.Recipient(remoting.Provider);
        object message;
        try
        {
            message = remoting.System.Serialization.Deserialize(reader.Rest.ToArray(), serializer, manifest);
        }
        catch (Exception e)
        {
            remoting.Warn(
                $"deserialize {serializer} {manifest}",
                $"A message from {peer} to {path.Text} is lost (serializer {serializer}, manifest '{manifest}'): {e.Message}");
            return;
        }

        var sender = from?.Sender(remoting.Provider, this);
        if (message is ActorSelectionMessage selection)
        {
            ActorSelections.Deliver(recipient, sender, selection);
        }
        else
        {
            recipient.Tell(message, sender);
        }
    }

    private void ReceiveSystem(ref WireReader reader)
    {
        var (number, recipient, message) = SystemFrames.Read(ref reader, remoting.Provider);
        lock (_gate)
        {
            if (number <= _systemReceived)
            {
                return;
            }

            _systemReceived = number;
        }

        Raise(Signal.Acknowledge);
        var provider = remoting.Provider;
        var target = PathTexts.IsTemporary(recipient) ? provider.ResolveTemporary(recipient) : provider.ResolveText(recipient);
        switch (message)
        {
            case WatchActor watch:
                remoting.Provider.Watcher.Add(peer, watch.Watchee, watch.Watcher);
                break;
            case UnwatchActor unwatch:
                remoting.Provider.Watcher.Remove(peer, unwatch.Watchee, unwatch.Watcher);
                break;
            case DeathWatchNotification notice:
                remoting.Provider.Watcher.Remove(peer, notice.Actor, target);
                break;
        }

        target.SendSystemMessage(message);
    }
}
