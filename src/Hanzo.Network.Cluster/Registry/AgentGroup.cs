using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Deployed agents as the network's group decides on them: each change is one transaction of its store.</summary>
internal sealed class AgentGroup(IConsensusManager manager)
{
    /// <param name="known">What this node knows of the name.</param>
    /// <returns>What it stands for by the change; null: it was so already.</returns>
    /// <exception cref="AgentNetworkException">As <see cref="INetworkRegistry.PutAgentAsync"/>.</exception>
    public async Task<DeployedAgent?> ChangeAsync(AgentChange change, DeployedAgent? known, CancellationToken cancellation)
    {
        try
        {
            var committed = await ListAsync(cancellation);
            switch (AgentChoices.Decide(change, committed, known, GroupId))
            {
                case AgentDecision.Write write when await WriteAsync(write.Next, write.Expected, write.Forgotten, null, cancellation):
                    return write.Next;
                case AgentDecision.Write:
                    var conflict = SharedRequests.Conflicting(change.Name);
                    throw new AgentNetworkException(conflict.Error, conflict.Message);
                case AgentDecision.Refused refused:
                    throw new AgentNetworkException(refused.Error, refused.Why);
                default:
                    return null;
            }
        }
        catch (AgentNetworkException failed) when (failed.Error is NetworkError.Unavailable)
        {
            throw new AgentNetworkException(
                NetworkError.Unavailable, $"agent '{change.Name}' was not changed: {failed.Message}{MajorityText}", failed);
        }
        catch (AgentNetworkException failed) when (failed.Error is NetworkError.Unconfirmed)
        {
            throw new AgentNetworkException(
                NetworkError.Unconfirmed,
                $"nobody knows whether agent '{change.Name}' was changed: {failed.Message} See what it is now, and try again.", failed);
        }
    }

    /// <summary>What is to be done, by <see cref="AgentChoices.Repairs"/>, is done.</summary>
    /// <param name="known">What this node knew before this was called.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="AgentNetworkException">As <see cref="IConsensusManager"/>'s calls.</exception>
    public async Task<ImmutableArray<AgentRepair>> RepairAsync(DeployedAgents known, CancellationToken cancellation)
    {
        var repaired = ImmutableArray.CreateBuilder<AgentRepair>();
        foreach (var repair in Repairs(await ListAsync(cancellation), known))
            if (await WriteAsync(repair.Next, repair.Expected, [], repair.Conflict, cancellation)) repaired.Add(repair);
        return repaired.ToImmutable();
    }

    public ImmutableArray<AgentRepair> Repairs(IReadOnlyDictionary<AgentName, CommittedAgent> committed, DeployedAgents known) =>
        AgentChoices.Repairs(committed, known.ByName.Values, GroupId, IsSame);

    /// <summary>By what is replicated of them: definitions have lists, which are equal only to themselves.</summary>
    public static bool IsSame(Agent one, Agent other) =>
        RegistryCodec.Write(new DeployedAgent(one.Name, 0, one)) == RegistryCodec.Write(new DeployedAgent(other.Name, 0, other));

    private string GroupId => manager.Status.Group ?? "";

    private string MajorityText => manager.Status.Raft is { Config.Voters: { IsEmpty: false } voters }
        ? $" It takes a majority of the group's voters, which are on {string.Join(", ", voters.Select(LocalMember.NodeOf))}."
        : "";

    private async Task<ImmutableSortedDictionary<AgentName, CommittedAgent>> ListAsync(CancellationToken cancellation)
    {
        var found = await manager.ListAsync(CommittedCodec.Prefix, cancellation);
        return found.Select(one => CommittedCodec.Read(one.Key, one.Entry, out _)).OfType<CommittedAgent>()
            .ToImmutableSortedDictionary(agent => agent.Name, agent => agent);
    }

    /// <param name="conflict">What was decided otherwise elsewhere, and does not count; null: nothing is any more.</param>
    private async Task<bool> WriteAsync(
        DeployedAgent next, long expected, ImmutableArray<CommittedAgent> forgotten, DeployedAgent? conflict,
        CancellationToken cancellation)
    {
        var key = CommittedCodec.Key(next.Name);
        Operation[] others =
        [
            conflict is null ? AgentConflicts.Forget(next.Name) : AgentConflicts.Keep(next, conflict),
            .. forgotten.Select(agent => new Operation.Delete(CommittedCodec.Key(agent.Name))),
            .. forgotten.Select(agent => AgentConflicts.Forget(agent.Name)),
        ];
        var write = new KeyValueCommand.Transact(
            [Comparison.IsUnchanged(key, expected), .. forgotten.Select(Unchanged)],
            [new Operation.Put(key, CommittedCodec.Write(next)), .. others],
            []);
        return (await manager.TransactAsync(write, cancellation)).Held;
    }

    private static Comparison Unchanged(CommittedAgent agent) => Comparison.IsUnchanged(CommittedCodec.Key(agent.Name), agent.Modified);
}
