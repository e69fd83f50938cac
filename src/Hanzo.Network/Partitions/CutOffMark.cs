using System.Collections.Immutable;

namespace Hanzo.Network.Partitions;

/// <summary>What a node that is cut off tells of that to those it finds meanwhile.</summary>
/// <param name="Detachment">Id of its <see cref="Partitions.Detachment"/>.</param>
/// <param name="Members">As in its detachment.</param>
public sealed record CutOffMark(string Detachment, ImmutableArray<string> Members)
{
    public ImmutableArray<string> Members { get => field.IsDefault ? [] : field; init; } = Members;
}
