using System.Collections.Immutable;

namespace Hanzo.Network.Memory;

/// <summary>The words for kinds, sources and scopes: in stores, agents files, HTTP and events alike.</summary>
public static class MemoryNames
{
    public static readonly ImmutableArray<(string Name, MemoryKind Value)> Kinds =
        [("short_term", MemoryKind.ShortTerm), ("long_term", MemoryKind.LongTerm), ("reflection", MemoryKind.Reflection)];

    public static readonly ImmutableArray<(string Name, MemorySource Value)> Sources =
    [
        ("user", MemorySource.User), ("agent", MemorySource.Agent), ("given", MemorySource.Given), ("summary", MemorySource.Summary),
    ];

    public static readonly ImmutableArray<(string Name, MemoryScope Value)> Scopes =
    [
        ("user", MemoryScope.User), ("session", MemoryScope.Session), ("agent", MemoryScope.Agent), ("network", MemoryScope.Network),
    ];

    public static string Of(MemoryKind kind) => Kinds.First(known => known.Value == kind).Name;

    public static string Of(MemorySource source) => Sources.First(known => known.Value == source).Name;

    /// <exception cref="FormatException">The text is the name of no kind.</exception>
    public static MemoryKind KindOf(string name)
    {
        foreach (var (known, kind) in Kinds)
            if (known == name) return kind;
        throw new FormatException($"'{name}' is no kind of memory; kinds are {string.Join(", ", Kinds.Select(kind => kind.Name))}.");
    }

    /// <exception cref="FormatException">The text is the name of no source.</exception>
    public static MemorySource SourceOf(string name)
    {
        foreach (var (known, source) in Sources)
            if (known == name) return source;
        throw new FormatException(
            $"'{name}' is no source of a memory; sources are {string.Join(", ", Sources.Select(source => source.Name))}.");
    }
}
