using System.Text;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Memory;

/// <summary>A text as it is remembered.</summary>
internal static class MemoryText
{
    /// <summary>Within the bound, without ends of space, and of characters that every store takes.</summary>
    public static string Of(string text)
    {
        var cut = TextLimit.Cut(text.Trim(), MemoryLimits.MaxText - 1);
        // PostgreSQL keeps no zero byte, and no store half of a character.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut.Replace("\0", "", StringComparison.Ordinal)));
    }
}
