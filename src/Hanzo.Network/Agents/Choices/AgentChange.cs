using System.Collections.Immutable;

namespace Hanzo.Network.Agents.Choices;

/// <summary>What somebody wants of a name.</summary>
public abstract record AgentChange(AgentName Name)
{
    /// <param name="Agent">Its <see cref="Agent.Deployment"/> says where; the version in it does not count.</param>
    public sealed record Deploy(Agent Agent) : AgentChange(Agent.Name);

    public sealed record TakeBack(AgentName Name, DateTimeOffset At) : AgentChange(Name);
}

/// <summary>What the network's group has decided of a name.</summary>
/// <param name="Version">Also of what cannot be read.</param>
/// <param name="Value">Null: this version cannot read it.</param>
/// <param name="Modified">The store's revision of it: whoever changes it compares with that.</param>
public sealed record CommittedAgent(AgentName Name, long Version, DeployedAgent? Value, long Modified);

/// <summary>What becomes of an <see cref="AgentChange"/>.</summary>
public abstract record AgentDecision
{
    private AgentDecision()
    {
    }

    /// <summary>It is as it is wanted.</summary>
    public sealed record Nothing : AgentDecision;

    /// <param name="Expected">It is written if the name has this revision still; 0: if it has none.</param>
    /// <param name="Forgotten">Names that were taken back long ago, and make room.</param>
    public sealed record Write(DeployedAgent Next, long Expected, ImmutableArray<CommittedAgent> Forgotten) : AgentDecision;

    public sealed record Refused(NetworkError Error, string Why) : AgentDecision;
}

/// <summary>What the group is asked to write since the nodes know something else than it holds.</summary>
/// <param name="Next">Of the group from now on.</param>
/// <param name="Expected">As of <see cref="AgentDecision.Write"/>.</param>
/// <param name="Conflict">What nodes know, and does not count; null: it is taken over.</param>
public sealed record AgentRepair(DeployedAgent Next, long Expected, DeployedAgent? Conflict);
