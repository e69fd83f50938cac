using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// What this node has noted in its own journal of one that has another journal, so that it names it after its own restart too. The
/// journal format is a manifest with a version, and JSON.
/// </summary>
internal sealed record HolderNote(
    string NodeId, string Journal, ImmutableArray<AgentName> Agents, ImmutableSortedSet<string> History)
{
    public const string Manifest = "holder.noted.1";

    private static readonly EventFormats Formats = new((Manifest, HolderJson.Default.HolderNote));

    /// <summary>Nodes of the snapshot, this one not among them, that hold histories in a journal of their own.</summary>
    public static IEnumerable<HolderNote> In(DirectorySnapshot snapshot) =>
        from node in snapshot.Nodes.Values
        let described = node.Description
        where !node.IsSelf && described is not null && described.Journal != snapshot.Self?.Description?.Journal
            && !JournalIdentity.IsMemory(described.Journal) && !described.History.IsEmpty
        orderby described.NodeId
        select new HolderNote(described.NodeId, described.Journal, [.. described.Agents.Select(agent => agent.Name)], described.History);

    /// <summary>Says nothing that is not noted already.</summary>
    public bool IsKnownTo(HolderNote? noted) => noted is not null && noted.Journal == Journal && History.IsSubsetOf(noted.History);

    public DepartedNode ToDeparted(DateTimeOffset at) => new(NodeId, Agents, at) { Journal = Journal, History = History };

    public byte[] Encode() => Formats.Encode(this);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static HolderNote Decode(string manifest, ReadOnlySpan<byte> bytes) => (HolderNote)Formats.Decode(manifest, bytes);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(AgentNameConverter), typeof(SlotSetConverter)])]
[JsonSerializable(typeof(HolderNote))]
[JsonSerializable(typeof(HolderSnapshot))]
internal sealed partial class HolderJson : JsonSerializerContext;
