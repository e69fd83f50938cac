using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Akka.Embedded.Wire;

/// <summary>Little-endian and varint primitives onto a buffer.</summary>
internal static class WireWriter
{
    private const int MaxVarIntBytes = 10;

    public static void WriteByte(this IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public static void WriteVarInt(this IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(MaxVarIntBytes);
        output.Advance(PutVarInt(span, value));
    }

    public static void WriteInt32(this IBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public static void WriteInt64(this IBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    /// <summary>UTF-8 with its length in bytes before it.</summary>
    public static void WriteString(this IBufferWriter<byte> output, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        output.WriteVarInt((uint)length);
        if (length > 0)
        {
            output.Advance(Encoding.UTF8.GetBytes(value, output.GetSpan(length)));
        }
    }

    public static void WriteBytes(this IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        output.WriteVarInt((uint)value.Length);
        output.Write(value);
    }

    /// <returns>How many bytes were put.</returns>
    public static int PutVarInt(Span<byte> span, ulong value)
    {
        var count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        return count;
    }
}
