using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hanzo.Network.Benchmarks.Abuse;

/// <summary>
/// What a node of the embedded runtime says when it connects and sends, written by hand. To Akka.NET it is one more kind of garbage.
/// </summary>
internal static class NodeSpeech
{
    /// <summary>How every connection begins.</summary>
    public static ReadOnlySpan<byte> Magic => "HNZR"u8;

    private const byte Hello = 1;
    private const byte Message = 4;
    private const byte AllNamesDefined = 2 | (2 << 2) | (2 << 4);
    private const byte AllNamesByNumber = 1 | (1 << 2) | (1 << 4);
    private const int ByteArraySerializer = 4;
    private const int MaxFrameBytes = 128_000;

    /// <param name="from">The address that it claims to have.</param>
    /// <param name="to">The address of the node that it talks to.</param>
    public static byte[] Greeting(string from, string to, int uid)
    {
        var body = new ArrayBufferWriter<byte>();
        body.Write((byte[])[Hello, 1]);
        WriteText(body, "embedded");
        WriteText(body, from);
        WriteInt32(body, uid);
        WriteText(body, to);
        WriteInt64(body, 1);
        WriteInt64(body, 0);
        WriteInt32(body, 0);
        WriteInt64(body, 0);
        WriteInt32(body, MaxFrameBytes);
        return [.. Magic, .. Frame(body.WrittenSpan)];
    }

    /// <summary>Bytes for an actor, from one that wants an answer. Only the first message of a connection names them.</summary>
    public static byte[] Bytes(string recipient, int count, bool isFirst)
    {
        var body = new ArrayBufferWriter<byte>();
        body.Write((byte[])[Message, isFirst ? AllNamesDefined : AllNamesByNumber]);
        if (isFirst)
        {
            WriteText(body, recipient);
            WriteText(body, "/user/slow");
            WriteInt32(body, ByteArraySerializer);
            WriteText(body, "");
        }
        else
        {
            body.Write((byte[])[0, 1, 0]);
        }

        body.Write(new byte[count]);
        return Frame(body.WrittenSpan);
    }

    private static byte[] Frame(ReadOnlySpan<byte> body)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        return [.. length, .. body];
    }

    // Texts here are shorter than 128 bytes, so that their length is one byte.
    private static void WriteText(ArrayBufferWriter<byte> output, string text) =>
        output.Write((byte[])[checked((byte)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)]);

    private static void WriteInt32(ArrayBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    private static void WriteInt64(ArrayBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }
}
