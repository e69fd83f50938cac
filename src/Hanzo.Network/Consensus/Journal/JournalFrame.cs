using System.Buffers.Binary;
using System.Text;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Consensus.Journal;

/// <summary>
/// What one entry of the log carries of a command: all of it, or one of its pieces, since an entry holds less than an append may. The
/// last piece is proposed when those before it are applied; by it the command is.
/// </summary>
/// <param name="Upload">Names what the pieces belong to, as no other; empty of a whole command.</param>
/// <param name="Number">From 0 to <paramref name="Count"/> - 1.</param>
/// <param name="Count">1 of a whole command.</param>
public sealed record JournalFrame(string Upload, int Number, int Count, ReadOnlyMemory<byte> Data)
{
    /// <summary>Of an upload's name, in ASCII.</summary>
    public const int MaxUploadChars = 64;

    /// <summary>Of data in one entry, beside the byte that names the part.</summary>
    public const int MaxDataBytes = RaftSettings.MaxPayloadBytes - 1 - HeadBytes - MaxUploadChars;

    /// <summary>Of one command: the largest append and the largest snapshot with their texts.</summary>
    public const int MaxCommandBytes = 20 * 1024 * 1024;

    public const int MaxCount = (MaxCommandBytes + MaxDataBytes - 1) / MaxDataBytes;

    private const byte Version = 1;
    private const int HeadBytes = 10;

    public bool IsLast => Number == Count - 1;

    /// <param name="upload">1 to <see cref="MaxUploadChars"/> ASCII characters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The command has more than <see cref="MaxCommandBytes"/>.</exception>
    public static IReadOnlyList<JournalFrame> Split(ReadOnlyMemory<byte> command, string upload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Length, MaxCommandBytes, nameof(command));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(upload.Length, MaxUploadChars, nameof(upload));
        if (command.Length <= MaxDataBytes) return [new JournalFrame("", 0, 1, command)];
        var frames = new JournalFrame[(command.Length + MaxDataBytes - 1) / MaxDataBytes];
        for (var i = 0; i < frames.Length; i++)
        {
            var start = i * MaxDataBytes;
            frames[i] = new JournalFrame(upload, i, frames.Length, command.Slice(start, Math.Min(MaxDataBytes, command.Length - start)));
        }

        return frames;
    }

    public byte[] Write()
    {
        var bytes = new byte[HeadBytes + Upload.Length + Data.Length];
        (bytes[0], bytes[1]) = (Version, (byte)Upload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), Number);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(6), Count);
        Encoding.ASCII.GetBytes(Upload, bytes.AsSpan(HeadBytes));
        Data.Span.CopyTo(bytes.AsSpan(HeadBytes + Upload.Length));
        return bytes;
    }

    /// <exception cref="NewerCommandException">They are of a later version.</exception>
    /// <exception cref="FormatException">The bytes are no frame.</exception>
    public static JournalFrame Read(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length >= HeadBytes && span[0] > Version) throw new NewerCommandException($"a journal's frame of version {span[0]}");
        if (span.Length < HeadBytes || span[0] != Version || span.Length < HeadBytes + span[1])
            throw new FormatException($"{bytes.Length} bytes are no frame of a journal's command that this version reads.");
        var (number, count) = (BinaryPrimitives.ReadInt32LittleEndian(span[2..]), BinaryPrimitives.ReadInt32LittleEndian(span[6..]));
        if (count is < 1 or > MaxCount || number < 0 || number >= count || span[1] > MaxUploadChars)
            throw new FormatException($"piece {number} of {count} of a journal's command; there are 1 to {MaxCount}.");
        return new JournalFrame(
            Encoding.ASCII.GetString(span.Slice(HeadBytes, span[1])), number, count, bytes[(HeadBytes + span[1])..]);
    }
}
