using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>The built-in HOCON files; every profile is laid over <see cref="Base"/>.</summary>
public static class HoconProfiles
{
    public const string Base = "node";
    private const string Prefix = "hocon/";
    private const string Suffix = ".conf";

    public static readonly ImmutableArray<string> Names =
    [
        .. typeof(HoconProfiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static string Read(string profile)
    {
        using var stream = typeof(HoconProfiles).Assembly.GetManifestResourceStream(Prefix + profile + Suffix)
            ?? throw new ArgumentException($"profile '{profile}' is unknown; known are {string.Join(", ", Names)}.", nameof(profile));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
