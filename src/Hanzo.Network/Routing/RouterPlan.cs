using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Routing;

/// <summary>Which routers a network asks, and how.</summary>
/// <param name="Combine">What becomes of several.</param>
public sealed record RouterPlan(RouterCombination Combine, ImmutableArray<RouterPart> Parts)
{
    /// <summary>By similarity; where nobody is similar enough, by words and tools.</summary>
    public static readonly RouterPlan Default =
        new(RouterCombination.First, [new RouterPart(RouterKind.Semantic), new RouterPart(RouterKind.Keywords)]);

    /// <summary>What <see cref="Named"/> knows.</summary>
    public static string AllowedNames { get; } =
        string.Join(", ", RouterNames.Kinds.Where(kind => kind.Value != RouterKind.Rules).Select(kind => kind.Name));

    /// <summary>
    /// The plan of one word: <c>semantic</c> is <see cref="Default"/>, <c>model</c> has that behind it, and others stand alone. Null: it
    /// is none of <see cref="AllowedNames"/>.
    /// </summary>
    public static RouterPlan? Named(string name)
    {
        foreach (var (known, kind) in RouterNames.Kinds)
            if (known == name)
                return kind switch
                {
                    RouterKind.Rules => null,
                    RouterKind.Semantic => Default,
                    RouterKind.Model => Default with { Parts = Default.Parts.Insert(0, new RouterPart(kind)) },
                    _ => new RouterPlan(RouterCombination.First, [new RouterPart(kind)]),
                };
        return null;
    }
}

public enum RouterCombination
{
    /// <summary>One after the other, until one picks somebody.</summary>
    First,

    /// <summary>All of them; the highest sum of weight × score.</summary>
    Weights,
}

/// <summary>One router of a plan.</summary>
public sealed record RouterPart(RouterKind Kind)
{
    /// <summary>Where weights count; above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Of <see cref="RouterKind.Rules"/>.</summary>
    public ImmutableArray<RouteRule> Rules { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Of <see cref="RouterKind.Semantic"/>.</summary>
    public double Threshold { get; init; } = SemanticRouterOptions.DefaultThreshold;

    /// <summary>
    /// Of <see cref="RouterKind.Semantic"/>: the cosine that counts 0.7, see <see cref="SimilarityScale"/>; null: the usual.
    /// </summary>
    public double? RelatedCosine { get; init; }

    /// <summary>Of <see cref="RouterKind.Model"/>; null: the default.</summary>
    public string? Model { get; init; }

    /// <summary>Of <see cref="RouterKind.Model"/>.</summary>
    public TimeSpan Timeout { get; init; } = ModelRouter.DefaultTimeout;

    /// <summary>Of those that balance load: the agents that share the runs; empty: all.</summary>
    public ImmutableArray<AgentName> Among { get; init => field = value.IsDefault ? [] : value; } = [];
}
