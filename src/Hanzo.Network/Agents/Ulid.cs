using System.Buffers;
using System.Buffers.Binary;

namespace Hanzo.Network.Agents;

/// <summary>
/// 26 characters of Crockford base 32: 48 bits of Unix milliseconds, then 80 random bits
/// (specification: github.com/ulid/spec). Texts sort by time.
/// </summary>
public static class Ulid
{
    public const int Length = 26;
    private const int TimeLength = 10;
    private const int RandomBytes = 10;
    private const long MaxTime = (1L << 48) - 1;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    public static string Create(DateTimeOffset time, ReadOnlySpan<byte> entropy)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(entropy.Length, RandomBytes);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)time.ToUnixTimeMilliseconds() << 16);
        entropy.CopyTo(bytes[6..]);
        return Text(BinaryPrimitives.ReadUInt128BigEndian(bytes), Length);
    }

    /// <summary>The last 40 of the random bits, as a number of at least 0: chance for those who have a source of ids.</summary>
    /// <exception cref="ArgumentException">The text is no ULID.</exception>
    public static long RandomBits(ReadOnlySpan<char> text)
    {
        if (!IsValid(text)) throw new ArgumentException($"'{text}' is no ULID.", nameof(text));
        var value = 0L;
        foreach (var c in text[^8..]) value = (value << 5) | (uint)Alphabet.IndexOf(c, StringComparison.Ordinal);
        return value;
    }

    /// <summary>The first if it sorts after the other, or nothing does; else with the other's time and a millisecond.</summary>
    /// <exception cref="ArgumentException">One of them is no ULID.</exception>
    public static string After(string first, string other)
    {
        if (!IsValid(first)) throw new ArgumentException($"'{first}' is no ULID.", nameof(first));
        if (!IsValid(other)) throw new ArgumentException($"'{other}' is no ULID.", nameof(other));
        if (string.CompareOrdinal(first, other) > 0) return first;
        var time = 1L;
        for (var (i, unit) = (TimeLength - 1, 1L); i >= 0; i--, unit <<= 5)
            time += Alphabet.IndexOf(other[i], StringComparison.Ordinal) * unit;
        if (time > MaxTime) return first;
        return Text((UInt128)time, TimeLength) + first[TimeLength..];
    }

    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length == Length && text[0] <= '7' && !text.ContainsAnyExcept(Characters);

    /// <summary>Whether all characters are such as ULIDs are made of.</summary>
    public static bool IsWritable(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Characters);

    private static string Text(UInt128 value, int length) => string.Create(length, value, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, rest >>= 5) text[i] = Alphabet[(int)(rest & 31)];
    });
}
