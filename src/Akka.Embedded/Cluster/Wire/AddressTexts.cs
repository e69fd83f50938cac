using System.Diagnostics.CodeAnalysis;
using System.Text;
using Akka.Actor;

namespace Akka.Embedded.Membership;

/// <summary>
/// Addresses of nodes by their text. Every heartbeat names one and there are few of them, so those that were read last are kept.
/// Any thread may ask: an entry is replaced as a whole.
/// </summary>
internal static class AddressTexts
{
    private const int Slots = 256;
    private const uint Prime = 16777619;

    private static readonly Entry?[] Kept = new Entry?[Slots];

    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Address? address)
    {
        var slot = SlotOf(text);
        if (Volatile.Read(ref Kept[slot]) is { } kept && text.SequenceEqual(kept.Text))
        {
            address = kept.Address;
            return true;
        }

        if (!Address.TryParse(Encoding.UTF8.GetString(text), out address))
        {
            return false;
        }

        Volatile.Write(ref Kept[slot], new Entry(text.ToArray(), address));
        return true;
    }

    private static int SlotOf(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261;
        foreach (var b in text)
        {
            hash = (hash ^ b) * Prime;
        }

        return (int)((hash ^ (hash >> 16)) % Slots);
    }

    private sealed record Entry(byte[] Text, Address Address);
}
