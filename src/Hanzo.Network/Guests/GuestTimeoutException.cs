using System.Globalization;

namespace Hanzo.Network.Guests;

/// <summary>A guest has not answered in its time.</summary>
internal sealed class GuestTimeoutException(string guest, TimeSpan limit)
    : TimeoutException($"{guest} did not answer within {TextOf(limit)}.")
{
    /// <summary>As <c>7 s</c>.</summary>
    public string Limit { get; } = TextOf(limit);

    private static string TextOf(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.###} s");
}
