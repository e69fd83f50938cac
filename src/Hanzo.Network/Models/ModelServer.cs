using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Models;

/// <summary>A place of this machine where a server of models may be.</summary>
/// <param name="Name">What it is called as a source.</param>
public sealed record ModelServer(string Name, int Port)
{
    /// <summary>Places that are looked at.</summary>
    public const int Most = 16;

    public const string AllowedForm = "a list of NAME=PORT such as ollama=11434, each name and port once, at most 16";

    public Uri BaseUrl => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/v1"));

    /// <returns>Null: it is not <see cref="AllowedForm"/>.</returns>
    public static ImmutableArray<ModelServer>? ParseList(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var servers = parts.Select(Parse).OfType<ModelServer>().ToImmutableArray();
        var isGood = servers.Length == parts.Length && servers.Length <= Most
            && servers.DistinctBy(server => server.Name).Count() == servers.Length
            && servers.DistinctBy(server => server.Port).Count() == servers.Length;
        return isGood ? servers : null;
    }

    private static ModelServer? Parse(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !int.TryParse(part[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        var name = part[..equals];
        var isName = AgentName.TryParse(name, out _) && !ModelReference.Reserved.Contains(name, StringComparer.Ordinal);
        return isName && port is > 0 and <= IPEndPoint.MaxPort ? new ModelServer(name, port) : null;
    }
}
