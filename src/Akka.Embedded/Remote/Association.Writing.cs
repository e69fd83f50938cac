using System.Buffers;
using Akka.Actor;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

internal sealed partial class Association
{
    /// <summary>A flush follows after so many bytes, even when more waits.</summary>
    private const int BatchBytes = 64 * 1024;

    /// <summary>After so many batches in a row others get their turn on the executor.</summary>
    private const int BatchesPerTurn = 16;

    private static readonly ArrayBufferWriter<byte> NoBytes = new();

    private int _signals;

    void IThreadPoolWorkItem.Execute() => _ = WriteAsync();

    /// <summary>Writes what waits, one flush per batch. Only one runs at a time.</summary>
    private async Task WriteAsync()
    {
        for (var batches = 0; batches < BatchesPerTurn; batches++)
        {
            var link = Volatile.Read(ref _link);
            if (link is null)
            {
                Connect();
            }
            else if (await WriteToAsync(link))
            {
                continue;
            }

            Volatile.Write(ref _scheduled, 0);
            Interlocked.MemoryBarrier();
            var current = Volatile.Read(ref _link);
            var more = current is not null && (HasWork || !ReferenceEquals(current, link));
            if (!more || Interlocked.Exchange(ref _scheduled, 1) != 0)
            {
                return;
            }
        }

        remoting.System.Executor.Execute(this);
    }

    /// <summary>One batch and its flush. False: there was nothing to write.</summary>
    private async ValueTask<bool> WriteToAsync(Link link)
    {
        try
        {
            if (!WriteBatch(link))
            {
                return false;
            }

            link.FlushBegins();
            var flushed = await link.Output.FlushAsync();
            link.FlushEnds();
            if (link.IsEnding)
            {
                await Handshake.CloseAsync(link.Connection, remoting.Settings.FlushWaitOnShutdown, remoting.Time);
                Lost(link, null);
            }
            else if (flushed.IsCompleted)
            {
                Lost(link, new IOException($"{Peer} has closed the connection"));
            }
        }
        catch (Exception e)
        {
            Lost(link, e);
        }

        return true;
    }

    /// <summary>False: there was nothing to write.</summary>
    private bool WriteBatch(Link link)
    {
        var output = link.Output;
        var before = output.UnflushedBytes;
        WriteSignals(link);
        WritePending(link);
        WriteWaiting(link, before + BatchBytes);
        if (!HasWork && link.LastWords is { } lastWords)
        {
            link.LastWords = null;
            link.IsEnding = true;
            Frames.Write(output, lastWords, NoBytes.WrittenSpan);
        }

        return output.UnflushedBytes > 0;
    }

    /// <summary>What is taken is counted once for all, since senders count at the same time.</summary>
    private void WriteWaiting(Link link, long upTo)
    {
        var (messages, bytes) = (0, 0L);
        try
        {
            while (link.Output.UnflushedBytes < upTo && (_priority.TryDequeue(out var next) || _messages.TryDequeue(out next)))
            {
                messages++;
                bytes += next.CountedBytes;
                Write(link, next);
            }
        }
        finally
        {
            Taken(messages, bytes);
        }
    }

    private void End(Link link, FrameKind lastWords)
    {
        link.LastWords = lastWords;
        Raise(Signal.Flush);
    }

    private void Write(Link link, in Outgoing next)
    {
        if (next.Message is SystemTicket ticket)
        {
            if (ticket.Numbered.Number > link.SystemWritten)
            {
                link.SystemWritten = ticket.Numbered.Number;
                SystemFrames.Write(remoting.LocalAddress, ticket.Numbered, link.Output);
            }

            return;
        }

        try
        {
            _writer.Write(link, next);
        }
        catch (UnsendableException e)
        {
            remoting.Fail(e);
            DeadLetter(next);
        }
    }

    private void Taken(int messages, long bytes)
    {
        if (messages > 0)
        {
            Interlocked.Add(ref _waiting, -messages);
        }

        if (bytes > 0)
        {
            Count(-bytes);
        }
    }

    private void DeadLetter(in Outgoing lost) =>
        remoting.DeadLetter((lost.Message as PackedMessage)?.Unpack(remoting.System) ?? lost.Message, lost.Sender, lost.Recipient);

    /// <summary>On a new connection first come the system messages that the peer has not acknowledged.</summary>
    private void WritePending(Link link)
    {
        if (link.IsResumed)
        {
            return;
        }

        link.IsResumed = true;
        lock (_gate)
        {
            foreach (var pending in _outbox.Pending)
            {
                link.SystemWritten = pending.Number;
                SystemFrames.Write(remoting.LocalAddress, pending, link.Output);
            }
        }
    }

    private void WriteSignals(Link link)
    {
        var signals = (Signal)Interlocked.Exchange(ref _signals, 0);
        if (signals.HasFlag(Signal.Ping))
        {
            Frames.Write(link.Output, FrameKind.Ping, NoBytes.WrittenSpan);
        }

        if (signals.HasFlag(Signal.Pong))
        {
            Frames.Write(link.Output, FrameKind.Pong, NoBytes.WrittenSpan);
        }

        if (signals.HasFlag(Signal.Acknowledge))
        {
            Span<byte> number = stackalloc byte[10];
            var length = WireWriter.PutVarInt(number, (ulong)Volatile.Read(ref _systemReceived));
            Frames.Write(link.Output, FrameKind.SystemAck, number[..length]);
        }
    }

    private void DropWaiting()
    {
        while (_priority.TryDequeue(out var next) || _messages.TryDequeue(out next))
        {
            Taken(1, next.CountedBytes);
            if (next.Message is not SystemTicket)
            {
                DeadLetter(next);
            }
        }

        Interlocked.Exchange(ref _signals, 0);
    }
}
