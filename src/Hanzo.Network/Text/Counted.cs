using System.Globalization;

namespace Hanzo.Network.Text;

/// <summary>How many of something there are, in words: <c>1 run</c>, <c>2 runs</c>.</summary>
public static class Counted
{
    /// <param name="noun">Of one; its plural ends in s.</param>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
