namespace Hanzo.Network.Agents;

/// <summary>What a name that was ever deployed stands for. Of two, the higher version counts.</summary>
/// <param name="Definition">With its <see cref="Agent.Deployment"/>; null: undeployed.</param>
public sealed record DeployedAgent(AgentName Name, long Version, Agent? Definition)
{
    /// <summary>By the clock of the node that was asked; null while it is deployed.</summary>
    public DateTimeOffset? UndeployedAt { get; init; }

    /// <summary>The consensus group that has decided it; null: none, the network had no group then.</summary>
    public string? Group { get; init; }

    /// <summary>The next version of the name, as one deploys it.</summary>
    public static DeployedAgent Next(Agent agent, long lastVersion)
    {
        var version = lastVersion + 1;
        return new DeployedAgent(agent.Name, version, Numbered(agent, version));
    }

    /// <summary>The name as one takes it back; null: it is not deployed.</summary>
    /// <param name="last">What it stands for now; null: this version cannot read it, or there never was any.</param>
    /// <param name="lastVersion">Also of what cannot be read; 0: there never was any.</param>
    public static DeployedAgent? TakenBack(AgentName name, DeployedAgent? last, long lastVersion, DateTimeOffset at) =>
        lastVersion == 0 || last is { Definition: null } ? null : new DeployedAgent(name, lastVersion + 1, null) { UndeployedAt = at };

    /// <summary>The same once more, as a later version.</summary>
    public DeployedAgent At(long version) =>
        this with { Version = version, Definition = Definition is null ? null : Numbered(Definition, version) };

    private static Agent Numbered(Agent agent, long version) =>
        agent with { Deployment = (agent.Deployment ?? new AgentDeployment(version)) with { Version = version } };
}
