using System.Buffers;

namespace Hanzo.Network.Security.Invites;

/// <summary>Crockford's base 32: no letter that looks like another one; any case, and dashes and spaces wherever they fell.</summary>
internal static class Base32
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int BitsOfCharacter = 5;
    private const int BitsOfByte = 8;

    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new char[LengthOf(bytes.Length)];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * BitsOfCharacter;
            var pair = (bytes[bit / BitsOfByte] << BitsOfByte) | (bit / BitsOfByte + 1 < bytes.Length ? bytes[bit / BitsOfByte + 1] : 0);
            text[i] = Alphabet[(pair >> (2 * BitsOfByte - BitsOfCharacter - bit % BitsOfByte)) & 31];
        }
        return new string(text);
    }

    /// <returns>Null: it holds another character, or is of a length or ending that no bytes have.</returns>
    public static byte[]? Read(ReadOnlySpan<char> text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 1);
        var (held, bits, characters) = (0, 0, 0);
        foreach (var c in text)
        {
            if (c is '-' || char.IsWhiteSpace(c)) continue;
            if (ValueOf(c) is not { } value) return null;
            characters++;
            (held, bits) = (((held << BitsOfCharacter) | value) & 0xFFF, bits + BitsOfCharacter);
            if (bits < BitsOfByte) continue;
            bits -= BitsOfByte;
            bytes.Write([(byte)(held >> bits)]);
        }
        var isWhole = (held & ((1 << bits) - 1)) == 0 && LengthOf(bytes.WrittenCount) == characters;
        return isWhole ? bytes.WrittenSpan.ToArray() : null;
    }

    private static int LengthOf(int bytes) => (bytes * BitsOfByte + BitsOfCharacter - 1) / BitsOfCharacter;

    private static int? ValueOf(char c)
    {
        var value = char.ToLowerInvariant(c) switch
        {
            'o' => 0,
            'i' or 'l' => 1,
            var plain => Alphabet.IndexOf(plain, StringComparison.Ordinal),
        };
        return value >= 0 ? value : null;
    }
}
