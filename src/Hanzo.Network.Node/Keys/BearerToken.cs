namespace Hanzo.Network.Node.Keys;

/// <summary>The header <c>Authorization: Bearer KEY</c>.</summary>
internal static class BearerToken
{
    public const string Scheme = "Bearer";

    /// <returns>Null when the header is not of this form.</returns>
    public static string? Of(string header)
    {
        if (!header.StartsWith(Scheme + ' ', StringComparison.OrdinalIgnoreCase)) return null;
        var key = header[Scheme.Length..].Trim();
        return key.Length > 0 ? key : null;
    }
}
