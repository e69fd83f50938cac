using System.Buffers;
using System.Buffers.Binary;

namespace Akka.Embedded.Wire;

/// <summary>A frame is four bytes of length (little-endian, of what follows), one byte of kind, and the body.</summary>
internal static class Frames
{
    public const int LengthBytes = sizeof(int);

    public static void Write(IBufferWriter<byte> output, FrameKind kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest = default)
    {
        var length = 1 + head.Length + rest.Length;
        var start = output.GetSpan(LengthBytes + 1 + head.Length);
        BinaryPrimitives.WriteInt32LittleEndian(start, length);
        start[LengthBytes] = (byte)kind;
        head.CopyTo(start[(LengthBytes + 1)..]);
        output.Advance(LengthBytes + 1 + head.Length);
        if (!rest.IsEmpty)
        {
            output.Write(rest);
        }
    }

    /// <summary>Takes one frame off the front of <paramref name="buffer"/>. False: more bytes are needed.</summary>
    /// <exception cref="InvalidDataException">The length is out of range.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxLength, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (!TryReadLength(buffer, out var length))
        {
            return false;
        }

        if (length < 1 || length > maxLength)
        {
            throw new InvalidDataException($"A frame of {length} bytes; allowed: 1 to {maxLength}.");
        }

        if (buffer.Length < LengthBytes + length)
        {
            return false;
        }

        frame = buffer.Slice(LengthBytes, length);
        buffer = buffer.Slice(LengthBytes + length);
        return true;
    }

    private static bool TryReadLength(ReadOnlySequence<byte> buffer, out int length)
    {
        length = 0;
        if (buffer.Length < LengthBytes)
        {
            return false;
        }

        if (buffer.FirstSpan.Length >= LengthBytes)
        {
            length = BinaryPrimitives.ReadInt32LittleEndian(buffer.FirstSpan);
            return true;
        }

        Span<byte> bytes = stackalloc byte[LengthBytes];
        buffer.Slice(0, LengthBytes).CopyTo(bytes);
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return true;
    }
}
