using System.Buffers.Text;
using System.Text;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>One thing that a NATS server said.</summary>
internal abstract record NatsSaid
{
    private NatsSaid()
    {
    }

    /// <param name="Json">What the server is.</param>
    public sealed record Info(string Json) : NatsSaid;

    /// <param name="Subscription">The number that this side gave it.</param>
    /// <param name="Payload">Null: it was longer than allowed, and passed over.</param>
    public sealed record Message(string Subject, string Subscription, string? ReplyTo, byte[]? Payload) : NatsSaid;

    public sealed record Error(string Text) : NatsSaid;

    public sealed record Ping : NatsSaid;

    public sealed record Pong : NatsSaid;

    public sealed record Ok : NatsSaid;
}

/// <summary>Reads NATS' core protocol, bounding lines and payloads: whoever is on the other side may say anything.</summary>
/// <param name="maxPayload">Longer payloads are passed over, up to <see cref="MaxPassedOver"/>.</param>
internal sealed class NatsReader(Stream stream, int maxPayload)
{
    /// <summary>A longer line is no NATS.</summary>
    public const int MaxLine = 32 * 1024;

    /// <summary>What servers let through at most, if set up so.</summary>
    public const int MaxPassedOver = 64 * 1024 * 1024;

    private static readonly char[] Spaces = [' ', '\t'];
    private readonly byte[] _buffer = new byte[MaxLine];
    private int _start;
    private int _end;

    /// <summary>Whether something was received that is not read yet.</summary>
    public bool HasMore => _end > _start;

    /// <summary>Null: the connection has ended.</summary>
    /// <exception cref="InvalidDataException">It is no NATS; the message says why.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<NatsSaid?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (await ReadLineAsync(cancellation) is not { } line) return null;
            if (line.Length == 0) continue;
            var (verb, rest) = Split(line);
            switch (verb.ToUpperInvariant())
            {
                case "PING":
                    return new NatsSaid.Ping();
                case "PONG":
                    return new NatsSaid.Pong();
                case "+OK":
                    return new NatsSaid.Ok();
                case "-ERR":
                    return new NatsSaid.Error(rest.Trim('\''));
                case "INFO":
                    return new NatsSaid.Info(rest);
                case "MSG":
                    return await ReadMessageAsync(rest, cancellation);
                default:
                    throw new InvalidDataException("it does not speak NATS");
            }
        }
    }

    private async ValueTask<NatsSaid.Message> ReadMessageAsync(string head, CancellationToken cancellation)
    {
        var parts = head.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (3 or 4)) throw new InvalidDataException("it announced a message without subject, subscription or length");
        var digits = Encoding.ASCII.GetBytes(parts[^1]);
        var isLength = Utf8Parser.TryParse(digits, out int length, out var used) && used == digits.Length;
        if (!isLength || length is < 0 or > MaxPassedOver) throw new InvalidDataException($"it announced a message of '{parts[^1]}' bytes");
        var payload = length <= maxPayload ? new byte[length] : null;
        await TakeAsync(payload, length, cancellation);
        var ending = new byte[2];
        await TakeAsync(ending, ending.Length, cancellation);
        if (!ending.AsSpan().SequenceEqual("\r\n"u8)) throw new InvalidDataException("a message was longer than announced");
        return new NatsSaid.Message(parts[0], parts[1], parts.Length == 4 ? parts[2] : null, payload);
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        for (var searched = 0; ;)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, searched + at).TrimEnd('\r');
                _start += searched + at + 1;
                return line;
            }

            searched = _end - _start;
            if (searched == MaxLine) throw new InvalidDataException($"it wrote a line of more than {MaxLine} bytes");
            if (!await FillAsync(cancellation)) return searched == 0 ? null : throw new InvalidDataException("it broke off within a line");
        }
    }

    /// <param name="into">Null: passed over.</param>
    private async ValueTask TakeAsync(byte[]? into, int length, CancellationToken cancellation)
    {
        for (var taken = 0; taken < length;)
        {
            if (_start == _end && !await FillAsync(cancellation)) throw new InvalidDataException("it broke off within a message");
            var piece = Math.Min(length - taken, _end - _start);
            if (into is not null) _buffer.AsSpan(_start, piece).CopyTo(into.AsSpan(taken));
            _start += piece;
            taken += piece;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        return read > 0;
    }

    private static (string Verb, string Tail) Split(string line)
    {
        var at = line.AsSpan().IndexOfAny(' ', '\t');
        return at < 0 ? (line, "") : (line[..at], line[(at + 1)..].Trim());
    }
}
