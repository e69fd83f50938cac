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

    /// <exception cref="InvalidDataException">The other side does not speak the protocol; says what it seems to speak.</exception>
    public static Task<Greeting> ReceiveAsync(IConnection connection, bool isAnswer) => ReadAsync(connection.Input, isAnswer);

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

    private static async Task<Greeting> ReadAsync(PipeReader input, bool isAnswer)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            if (TryTake(read.Buffer, isAnswer, out var greeting, out var consumed))
            {
                input.AdvanceTo(consumed);
                return greeting;
            }

            var seen = read.Buffer.Length;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled)
            {
                throw new InvalidDataException(seen == 0 && isAnswer
                    ? "it closed the connection without an answer: it runs Akka.NET itself, another program, or it is about to end"
                    : $"it closed the connection after {seen} bytes");
            }
        }
    }

    private static bool TryTake(ReadOnlySequence<byte> buffer, bool isAnswer, out Greeting greeting, out SequencePosition consumed)
    {
        greeting = null!;
        consumed = buffer.Start;
        var magic = Greeting.Magic;
        var length = (int)Math.Min(buffer.Length, magic.Length);
        Span<byte> first = stackalloc byte[StrangeSpeech.Needed];
        var shown = first[..(int)Math.Min(buffer.Length, first.Length)];
        buffer.Slice(0, shown.Length).CopyTo(shown);
        if (!shown[..length].SequenceEqual(magic[..length]))
        {
            throw new InvalidDataException(StrangeSpeech.Describe(shown));
        }

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
