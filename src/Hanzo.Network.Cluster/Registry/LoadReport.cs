using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>How a node does, as it tells all others.</summary>
internal sealed record LoadReport(NodeLoad Load)
{
    /// <summary>Slots with a run under way that a node tells of; those of more are let end when they are handed off.</summary>
    public const int MaxBusyTold = 64;

    /// <summary>Slots with a run under way, at most <see cref="MaxBusyTold"/>; null: none.</summary>
    public ImmutableSortedSet<string>? Busy { get; init; }

    /// <summary>Grows with every run that begins or ends there: between two reports with the same number nothing ran.</summary>
    public long Noted { get; init; }

    public static LoadReport Of(NodeLoad load, ImmutableSortedSet<string> busy, long noted = 0) => new(load)
    {
        Noted = noted,
        Busy = busy.Count switch
        {
            0 => null,
            <= MaxBusyTold => busy,
            _ => busy.Take(MaxBusyTold).ToImmutableSortedSet(StringComparer.Ordinal),
        },
    };
}
