using System.Buffers;
using System.IO.Pipelines;
using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>Reads and writes greetings.</summary>
internal static class Handshake
{
    public static async Task SendAsync(IConnection connection, Greeting greeting, bool isAnswer, TimeSpan timeout, TimeProvider time)
    {
        Greeting.Write(greeting, isAnswer, connection.Output);
        await connection.Output.FlushAsync().AsTask().WaitAsync(timeout, time);
    }

    /// <summary>What the other side says first. Strangers come in floods, so they are a result and no exception.</summary>
    /// <exception cref="InvalidDataException">It begins as it should, and then breaks the protocol.</exception>
    public static async Task<Heard> ReceiveAsync(IConnection connection, bool isAnswer)
    {
        var input = connection.Input;
        while (true)
        {
            var read = await input.ReadAsync();
            if (Judge(read.Buffer) is { } fault)
            {
                return new Heard(null, fault);
            }

            if (TryTake(read.Buffer, isAnswer, out var greeting, out var consumed))
            {
                input.AdvanceTo(consumed);
                return new Heard(greeting, null);
            }

            var seen = read.Buffer.Length;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled)
            {
                return new Heard(null, Ended(seen, isAnswer));
            }
        }
    }

    /// <summary>Lets what was written leave, then closes; cuts the connection when that takes too long.</summary>
    public static async Task CloseAsync(IConnection connection, TimeSpan timeout, TimeProvider time)
    {
        try
        {
            await connection.DisposeAsync().AsTask().WaitAsync(timeout, time);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            connection.Abort();
        }
    }

    private static string Ended(long seen, bool isAnswer) => seen == 0 && isAnswer
        ? "it closed the connection without an answer: it runs Akka.NET itself, another program, or it is about to end"
        : $"it closed the connection after {seen} bytes";

    /// <summary>Who it is that does not begin with the magic; null: it does so far.</summary>
    private static string? Judge(ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[StrangeSpeech.Needed];
        var shown = first[..(int)Math.Min(buffer.Length, first.Length)];
        buffer.Slice(0, shown.Length).CopyTo(shown);
        var length = Math.Min(shown.Length, Greeting.Magic.Length);
        return shown[..length].SequenceEqual(Greeting.Magic[..length]) ? null : StrangeSpeech.Describe(shown);
    }

    private static bool TryTake(ReadOnlySequence<byte> buffer, bool isAnswer, out Greeting greeting, out SequencePosition consumed)
    {
        greeting = null!;
        consumed = buffer.Start;
        var magic = Greeting.Magic;
        if (buffer.Length < magic.Length)
        {
            return false;
        }

        var rest = buffer.Slice(magic.Length);
        if (!Frames.TryRead(ref rest, Greeting.MaxFrameBytes, out var frame))
        {
            return false;
        }

        greeting = Greeting.Read(frame.ToArray(), isAnswer);
        consumed = rest.Start;
        return true;
    }
}

/// <summary>A greeting, or why there is none.</summary>
internal readonly record struct Heard(Greeting? Greeting, string? Fault);
