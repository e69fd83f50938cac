using System.Collections.Immutable;
using System.Globalization;

namespace Hanzo.Network.Agents.Choices;

/// <summary>
/// How the definitions of deployed agents are decided: each change is one conditional write of the group, so that no two sides of a split
/// network can both make one. Nodes read copies, which spread by themselves; of two copies the higher version counts. So whatever the
/// group decides is given a version above all that nodes know.
/// </summary>
public static class AgentChoices
{
    public const int MaxDeployed = 200;

    /// <summary>Names that were taken back and are remembered; the one taken back longest ago is forgotten first.</summary>
    public const int MaxTakenBack = 1_000;

    /// <param name="committed">All that the group holds, by name.</param>
    /// <param name="known">What the node that is asked knows of the name; null: nothing.</param>
    /// <param name="group">Whose decision it is.</param>
    public static AgentDecision Decide(
        AgentChange change, IReadOnlyDictionary<AgentName, CommittedAgent> committed, DeployedAgent? known, string group)
    {
        var held = committed.GetValueOrDefault(change.Name);
        var (last, version) = known?.Version > (held?.Version ?? 0) ? (known, known.Version) : (held?.Value, held?.Version ?? 0);
        var next = change switch
        {
            AgentChange.Deploy deploy => DeployedAgent.Next(deploy.Agent, version),
            AgentChange.TakeBack takeBack => DeployedAgent.TakenBack(change.Name, last, version, takeBack.At),
            _ => throw new InvalidOperationException($"{change} is no change of an agent."),
        };
        if (next is null) return new AgentDecision.Nothing();
        if (next.Definition is not null && !IsDeployed(held) && committed.Values.Count(IsDeployed) >= MaxDeployed)
            return new AgentDecision.Refused(NetworkError.InvalidRequest, TooManyText(change.Name));
        var forgotten = next.Definition is null ? Forgotten(change.Name, committed) : [];
        return new AgentDecision.Write(next with { Group = group }, held?.Modified ?? 0, forgotten);
    }

    /// <summary>
    /// What nodes know and the group lacks is taken over, once: definitions from before there was a group, or of a group that is lost. What
    /// another group has decided where this one has decided otherwise does not count: two networks have met.
    /// </summary>
    /// <param name="committed">
    /// Read after <paramref name="known"/>, and not of the past: so what was decided here is not unknown to it.
    /// </param>
    /// <param name="known">What a node knows.</param>
    /// <param name="same">Whether two definitions are the same.</param>
    public static ImmutableArray<AgentRepair> Repairs(
        IReadOnlyDictionary<AgentName, CommittedAgent> committed, IEnumerable<DeployedAgent> known, string group,
        Func<Agent, Agent, bool> same)
    {
        var room = MaxDeployed - committed.Values.Count(IsDeployed);
        var repairs = ImmutableArray.CreateBuilder<AgentRepair>();
        foreach (var copy in known)
        {
            if (committed.GetValueOrDefault(copy.Name) is not { } held)
            {
                if (copy.Definition is not null && room-- > 0) repairs.Add(new AgentRepair(copy with { Group = group }, 0, null));
            }
            else if (copy.Version > held.Version && (copy.Group is null || copy.Group == group))
            {
                repairs.Add(new AgentRepair(copy with { Group = group }, held.Modified, null));
            }
            else if (held.Value is { } value && copy.Version >= held.Version && !IsSame(copy, value, same))
            {
                repairs.Add(new AgentRepair(value.At(copy.Version + 1) with { Group = group }, held.Modified, copy));
            }
        }

        return repairs.ToImmutable();
    }

    /// <summary>Whether two say the same of a name, whatever their versions and groups.</summary>
    /// <param name="same">Whether two definitions of one version are the same.</param>
    public static bool IsSame(DeployedAgent one, DeployedAgent other, Func<Agent, Agent, bool> same) =>
        one.Definition is null ? other.Definition is null
            : other.At(one.Version).Definition is { } definition && same(one.Definition, definition);

    public static string TooManyText(AgentName name) => string.Create(
        CultureInfo.InvariantCulture,
        $"agent '{name}' would be one more than the {MaxDeployed} that can be deployed; undeploy one first.");

    private static bool IsDeployed(CommittedAgent? agent) => agent is { Value: null or { Definition: not null } };

    private static ImmutableArray<CommittedAgent> Forgotten(AgentName name, IReadOnlyDictionary<AgentName, CommittedAgent> committed) =>
    [
        .. committed.Values.Where(agent => agent.Name != name && !IsDeployed(agent))
            .OrderByDescending(agent => (agent.Value!.UndeployedAt, agent.Name)).Skip(MaxTakenBack - 1),
    ];
}
