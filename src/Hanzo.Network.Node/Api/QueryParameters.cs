using System.Globalization;

namespace Hanzo.Network.Node.Api;

/// <summary>What stands behind the question mark, read so that an error can say which parameter is wrong.</summary>
internal static class QueryParameters
{
    /// <summary>A misspelt parameter must not widen what is read or deleted.</summary>
    public static void RefuseUnknown(HttpRequest request, IReadOnlyList<string> allowed)
    {
        foreach (var name in request.Query.Keys)
            if (!allowed.Contains(name))
                throw ApiException.BadField(
                    name, "unknown_field", $"There is no parameter '{name}'; allowed: {string.Join(", ", allowed)}.");
    }

    /// <summary>Null when it is missing.</summary>
    public static string? Text(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [{ } text] => text,
        _ => throw ApiException.BadField(name, "invalid_field", $"'{name}' must have one value."),
    };

    public static bool Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw ApiException.BadField(name, "invalid_field", $"'{name}' must be true or false, not '{text}'."),
    };

    /// <summary>A whole number from 0 on; null when it is missing.</summary>
    public static long? Number(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiException.BadField(
                name, "invalid_field", $"'{name}' must be a whole number from 0 to {long.MaxValue}, not '{text}'.");
    }
}
