using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>Names a store of session history: nodes with the same name read the same history.</summary>
/// <param name="Durability">Of a node that is alone.</param>
public sealed record JournalIdentity(string Id, string Durability)
{
    private const string PrivateMemory = "memory:";

    /// <summary>The fewest of which a majority is left when one is lost.</summary>
    private const int VotersThatMayLoseOne = 3;

    /// <summary>Ends with its process: there is nothing in it to come back to.</summary>
    public bool IsPrivateMemory => IsMemory(Id);

    /// <summary>Of any node's journal.</summary>
    public static bool IsMemory(string id) => id.StartsWith(PrivateMemory, StringComparison.Ordinal);

    /// <param name="processId">Tells this process's memory from that of others.</param>
    public static JournalIdentity Of(IEventStore store, string processId) =>
        new(store is IDurableEventStore durable ? durable.JournalId : $"{PrivateMemory}{processId}", Network.State.Durability.Of(store));

    /// <param name="hasGroup">The node has a part in the network's group.</param>
    public static string KindOf(IEventStore store, bool hasGroup) => store switch
    {
        IMovingEventStore when hasGroup => JournalPlan.Auto,
        IDurableEventStore { IsReplicated: true } => JournalPlan.Replicated,
        IDurableEventStore { OutlivesMachine: true } => "postgres",
        IDurableEventStore => "sqlite",
        _ => "memory",
    };

    /// <summary>Readable only by a member of the network's group; whoever begins is none yet.</summary>
    public bool IsReplicated => Durability == Network.State.Durability.Replicated;

    /// <param name="others">The journals of the network's other nodes.</param>
    /// <param name="group">Who acknowledges what is written to a replicated journal; null: nobody that is known.</param>
    public string DurabilityAmong(IEnumerable<string> others, GroupConfig? group)
    {
        if (Durability == Network.State.Durability.MemoryOnly) return Durability;
        var nodes = 1;
        foreach (var other in others)
        {
            if (other != Id) return Network.State.Durability.LocalOnly;
            nodes++;
        }

        if (IsReplicated) return MayLose(nodes, group) ? Durability : Network.State.Durability.LocalOnly;
        return nodes == 1 ? Durability : Network.State.Durability.Shared;
    }

    // Whoever has just come copies what there is first, and votes after that.
    private static bool MayLose(int nodes, GroupConfig? group) =>
        nodes > 1 && group is { IsJoint: false } && group.Voters.Count >= Math.Min(nodes, VotersThatMayLoseOne);
}
