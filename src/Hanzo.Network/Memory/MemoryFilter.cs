using System.Collections.Immutable;

namespace Hanzo.Network.Memory;

/// <summary>Which memories are meant: those to which all applies that is set. With nothing set, all.</summary>
public sealed record MemoryFilter
{
    public static readonly MemoryFilter All = new();

    public MemoryOwner? Owner { get; init; }

    /// <summary>Who remembered it.</summary>
    public string? Agent { get; init; }

    public string? User { get; init; }

    /// <summary>Reflections that stand for it, among others, are meant as well.</summary>
    public string? Session { get; init; }

    public MemoryKind? Kind { get; init; }

    /// <summary>The whole text.</summary>
    public string? Text { get; init; }

    /// <summary>Default: any.</summary>
    public ImmutableArray<string> Ids { get; init; }

    public bool Matches(MemoryEntry entry) =>
        (Owner is not { } owner || entry.Owner == owner)
        && (Agent is null || entry.Agent == Agent)
        && (User is null || entry.User == User)
        && (Session is null || entry.Sessions.Contains(Session))
        && (Kind is null || entry.Kind == Kind)
        && (Text is null || entry.Text == Text)
        && (Ids.IsDefault || Ids.Contains(entry.Id));
}
