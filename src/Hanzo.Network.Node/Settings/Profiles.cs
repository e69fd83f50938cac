using System.Collections.Immutable;
using Hanzo.Network.Cluster.Hosting;

namespace Hanzo.Network.Node.Settings;

/// <summary>The HOCON files that ship with hanzo.</summary>
internal static class Profiles
{
    /// <summary>Lies under every other profile.</summary>
    public const string Base = "node";
    public const string Lan = "lan";
    private const string Prefix = "hocon/";
    private const string Suffix = ".conf";

    public static readonly ImmutableArray<string> Names =
    [
        .. typeof(NetworkOptions).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string name)
    {
        using var stream = typeof(NetworkOptions).Assembly.GetManifestResourceStream(Prefix + name + Suffix)
            ?? throw new ArgumentException($"There is no profile '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
