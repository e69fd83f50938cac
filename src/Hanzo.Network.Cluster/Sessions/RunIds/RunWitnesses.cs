using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>
/// Who must be asked before an id that its home does not know is believed to be free: one node of each other journal that holds ids of
/// the shard. Pure.
/// </summary>
/// <param name="Asked">In order of their journals.</param>
/// <param name="Missing">What the word of all these leaves unknown; null: nothing.</param>
internal sealed record RunWitnesses(ImmutableArray<RunWitnesses.Witness> Asked, RunHeld? Missing)
{
    /// <param name="journal">Of the home.</param>
    /// <param name="turn">Of several nodes that share a journal, another one is asked each time.</param>
    public static RunWitnesses Of(DirectorySnapshot snapshot, string id, string journal, int turn)
    {
        var asked = ImmutableArray.CreateBuilder<Witness>();
        RunHeld? missing = null;
        foreach (var other in snapshot.Histories.JournalsOf(RunDirectoryRegion.SlotOf(id)).Remove(journal))
        {
            var nodes = snapshot.Nodes.Values.Where(node => node.Description?.Journal == other).OrderByDescending(node => node.Reachable)
                .ThenBy(node => node.NodeId, StringComparer.Ordinal).ToArray();
            var reachable = nodes.Count(node => node.Reachable);
            if (nodes.Length == 0) missing ??= Held(id, snapshot.Histories.HeldText(other), mayPass: false);
            else Add(nodes[reachable == 0 ? 0 : turn % reachable]);
        }

        var silent = snapshot.Nodes.Values.FirstOrDefault(node => node is { Membership: NodeMembership.Up, Description: null });
        if (silent is not null) missing ??= Held(id, $"the node at {silent.Address} has not told yet what it knows", mayPass: true);
        if (snapshot.AwaitsHolders) missing ??= Held(id, SlotHistories.NotRead, mayPass: true);
        return new RunWitnesses(asked.ToImmutable(), missing);

        void Add(NodeEntry node) => asked.Add(new Witness(node.NodeId!, node.Address));
    }

    /// <param name="answers">In the order of <see cref="Asked"/>; null: none came.</param>
    public RunWord Conclude(string id, IReadOnlyList<RunRecalled?> answers)
    {
        if (answers.FirstOrDefault(answer => answer?.Binding is not null) is { Binding: { } binding }) return new RunWord(binding, null);
        if (Missing is { MayPass: false }) return new RunWord(null, Missing);
        for (var i = 0; i < Asked.Length; i++)
            if (answers[i] is null)
                return new RunWord(
                    null, Held(id, $"history unavailable, held by node '{Asked[i].Node}', which does not answer", mayPass: true));
        return new RunWord(null, Missing);
    }

    private static RunHeld Held(string id, string who, bool mayPass) =>
        new(id, $"{who}: whether run id '{id}' has been used cannot be known without it", mayPass);

    public sealed record Witness(string Node, string Address);
}

/// <summary>What is known of an id beside its home's own journal. Neither: it is free.</summary>
/// <param name="Binding">As another journal has it.</param>
/// <param name="Held">Why it may be bound, or not.</param>
internal sealed record RunWord(RunBinding? Binding, RunHeld? Held);
