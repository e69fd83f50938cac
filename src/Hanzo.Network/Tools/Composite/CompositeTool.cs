using System.Collections.Immutable;
using System.Text.Json;

namespace Hanzo.Network.Tools.Composite;

/// <summary>
/// Tools of the same node one after the other, as one tool. It takes what the first one takes; each further one gets the output of the
/// one before, and the last one's output is its own.
/// </summary>
/// <param name="Name">1 to 64 of a-z A-Z 0-9 _ -.</param>
public sealed record CompositeTool(string Name, string Description, ImmutableArray<CompositeStep> Steps)
{
    public const int LeastSteps = 2;
    public const int MostSteps = 16;
    public const int MaxName = 64;

    public const string AllowedName = "1 to 64 of a-z A-Z 0-9 _ -";

    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}

public sealed record CompositeStep(string Tool)
{
    private static readonly ImmutableSortedDictionary<string, JsonElement> Nothing =
        ImmutableSortedDictionary<string, JsonElement>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>
    /// The argument that gets the output of the step before; null: the only required one that <see cref="With"/> leaves, else the only one.
    /// One that is to be anything but a text is read from the output as JSON.
    /// </summary>
    public string? Into { get; init; }

    /// <summary>Arguments that are always the same; whoever calls the composite tool cannot give them.</summary>
    public ImmutableSortedDictionary<string, JsonElement> With { get; init => field = value ?? Nothing; } = Nothing;

    public static implicit operator CompositeStep(string tool) => new(tool);
}
