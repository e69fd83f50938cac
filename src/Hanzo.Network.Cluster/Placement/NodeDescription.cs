using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Joining;
using Hanzo.Network.Models;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What a node tells every other node of itself; changes rarely, unlike its load.</summary>
internal sealed record NodeDescription
{
    private static readonly ImmutableSortedSet<string> NoSlots = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    public required string NodeId { get; init; }

    /// <summary>Grows with every change within one incarnation.</summary>
    public required long Revision { get; init; }

    /// <summary>One life of one actor system; a later one of the same node replaces it.</summary>
    public required string Incarnation { get; init; }

    public required string Runtime { get; init; }
    public required string Version { get; init; }
    public required DeviceCapabilities Device { get; init; }
    public required ImmutableArray<Agent> Agents { get; init => field = value.IsDefault ? [] : value; }

    /// <summary>Names of the tools it has for agents that are deployed to the network, ascending.</summary>
    public ImmutableArray<string> Tools { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Models that it serves to others.</summary>
    public ImmutableArray<ServedModel> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Names the store of session history; slots move freely only between nodes that share one.</summary>
    public required string Journal { get; init; }

    /// <summary>What was chosen for it, as <c>--journal</c> has it; null: the node's version tells none.</summary>
    public string? JournalKind { get; init; }

    /// <summary>What is written of <see cref="Former"/>; nothing where there is none, as earlier versions do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<string> FormerJournals { get; init => field = value.IsDefaultOrEmpty ? default : value; }

    /// <summary>Journals of which nothing is left, since all of it is in this one by now.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Former => FormerJournals.IsDefault ? [] : FormerJournals;

    public string? HttpUrl { get; init; }

    /// <summary>By which it may be reached besides its own address, the most preferred first.</summary>
    public ImmutableArray<NodeAddress> Addresses { get; init => field = value.IsDefault ? [] : value; } = [];

    public bool Draining { get; init; }

    /// <summary>Draining, with little time left: slots at work are to move, too.</summary>
    public bool Hurries { get; init; }

    /// <summary>Slots that live here now, as <c>math.17</c>.</summary>
    public ImmutableSortedSet<string> Slots { get; init => field = value ?? NoSlots; } = NoSlots;

    /// <summary>Slots that its journal has histories of; of nodes that share one it is enough that one tells.</summary>
    public ImmutableSortedSet<string> History { get; init => field = value ?? NoSlots; } = NoSlots;

    /// <summary>Null: it is part of its network, as far as it knows.</summary>
    public CutOffMark? CutOff { get; init; }

    /// <summary>A directory that failed and starts anew goes on where it was; others would ignore revisions they have seen.</summary>
    public NodeDescription Continuing(DirectorySnapshot published) =>
        published.Self?.Description is { } last && last.Incarnation == Incarnation ? last : this;
}
