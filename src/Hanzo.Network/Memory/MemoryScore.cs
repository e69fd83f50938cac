namespace Hanzo.Network.Memory;

/// <summary>
/// What a memory counts: relevance × recency × importance. Recency falls by 0.5 % an hour since the memory was last recalled, as in
/// Park et al., "Generative Agents: Interactive Simulacra of Human Behavior" (UIST 2023), section 4.1; there the three are added, here
/// multiplied, so that nothing is recalled for being new alone.
/// </summary>
public static class MemoryScore
{
    /// <summary>0.995 an hour: 138.28 h, some six days.</summary>
    public static readonly double DefaultHalfLifeHours = Math.Round(Math.Log(0.5) / Math.Log(0.995), 2);

    /// <summary>The half-life of what is to last, as a multiple of that of what was only said. Ours.</summary>
    public const double LastingFactor = 10;

    /// <summary>
    /// What recency falls to at last, so that an old memory that fits is recalled before a new one that hardly does. Ours.
    /// </summary>
    public const double LeastRecency = 0.2;

    /// <summary>Recalled so often, a memory of what was said is one that lasts.</summary>
    public const int UsesToLast = 3;

    /// <returns>1 just now, <see cref="LeastRecency"/> at last.</returns>
    public static double Recency(MemoryKind kind, DateTimeOffset lastUsed, DateTimeOffset now, TimeSpan halfLife)
    {
        var age = Math.Max(0, (now - lastUsed).TotalHours);
        var half = halfLife.TotalHours * (kind == MemoryKind.ShortTerm ? 1 : LastingFactor);
        return LeastRecency + ((1 - LeastRecency) * Math.Pow(0.5, age / half));
    }

    /// <param name="relevance">Cosine of the memory and what is asked; below 0 it counts as 0.</param>
    public static double Of(double relevance, MemoryTrait trait, DateTimeOffset now, TimeSpan halfLife) =>
        Math.Max(0, relevance) * Recency(trait.Kind, trait.LastUsed, now, halfLife) * Weight(trait.Importance);

    /// <summary>What it is worth to keep, where nothing is asked: how often it was recalled stands for its relevance.</summary>
    public static double Worth(MemoryTrait trait, DateTimeOffset now, TimeSpan halfLife) =>
        (1 + Math.Log2(1 + trait.Uses)) * Recency(trait.Kind, trait.LastUsed, now, halfLife) * Weight(trait.Importance);

    private static double Weight(double importance) => 0.5 + (Math.Clamp(importance, 0, 1) / 2);
}
