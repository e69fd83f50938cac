using System.Collections.Immutable;

namespace Hanzo.Network.Devices;

/// <summary>What the table knows of one chip.</summary>
/// <param name="Name">Short, such as <c>RTX 4090</c> or <c>Apple M3 Max</c>.</param>
/// <param name="Flops">Peak rates without sparsity; the source is <c>Table</c>, <c>Estimated</c> for a guess, or <c>Override</c>.</param>
public sealed record FlopsRow(string Name, Flops Flops)
{
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Megabytes of the chip's own memory where all of that name have the same.</summary>
    public long? MemoryMb { get; init; }

    public FlopsConfidence Confidence { get; init; } = FlopsConfidence.Published;

    /// <summary>Document or address that the figures are from.</summary>
    public string Citation { get; init; } = "";
}

public enum FlopsConfidence
{
    /// <summary>By the vendor.</summary>
    Published,

    /// <summary>Computed from what the vendor publishes, such as cores and clock, or by a rule for a family.</summary>
    Derived,

    Guess,
}
