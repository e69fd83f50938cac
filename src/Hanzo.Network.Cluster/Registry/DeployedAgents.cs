using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>The deployed agents that a node knows of, and what may be added. Immutable.</summary>
internal sealed record DeployedAgents
{
    /// <summary>Names that were taken back and are remembered; the one taken back longest ago is forgotten first.</summary>
    public const int MaxTakenBack = 1000;

    public static readonly DeployedAgents None = new();

    /// <summary>By name; those that were undeployed stay with their version, at most <see cref="MaxTakenBack"/>.</summary>
    public ImmutableSortedDictionary<AgentName, DeployedAgent> ByName { get; init; } =
        ImmutableSortedDictionary<AgentName, DeployedAgent>.Empty;

    /// <summary>How many are deployed.</summary>
    public int Count => ByName.Values.Count(agent => agent.Definition is not null);

    /// <summary>The definition deployed last; null when the name is not deployed.</summary>
    public Agent? Find(AgentName name) => ByName.GetValueOrDefault(name)?.Definition;

    /// <summary>An older version, and the same once more, changes nothing.</summary>
    public DeployedAgents With(DeployedAgent agent)
    {
        if (ByName.TryGetValue(agent.Name, out var held) && (held.Version > agent.Version || IsSame(held, agent))) return this;
        var added = ByName.SetItem(agent.Name, agent);
        var takenBack = added.Values.Where(known => known.Definition is null).ToList();
        if (takenBack.Count <= MaxTakenBack) return new DeployedAgents { ByName = added };
        var oldest = takenBack.MinBy(known => (known.UndeployedAt, known.Name))!.Name;
        return oldest == agent.Name && held is null ? this : new DeployedAgents { ByName = added.Remove(oldest) };
    }

    /// <summary>The next version of the name, as one deploys it.</summary>
    public static DeployedAgent Next(Agent agent, long lastVersion)
    {
        var version = lastVersion + 1;
        var deployment = (agent.Deployment ?? new AgentDeployment(version)) with { Version = version };
        return new DeployedAgent(agent.Name, version, agent with { Deployment = deployment });
    }

    /// <summary>The name as one takes it back; null: it is not deployed.</summary>
    /// <param name="last">What it stands for now; null: this version cannot read it, or there never was any.</param>
    /// <param name="lastVersion">Also of what cannot be read; 0: there never was any.</param>
    public static DeployedAgent? TakenBack(AgentName name, DeployedAgent? last, long lastVersion, DateTimeOffset at) =>
        lastVersion == 0 || last is { Definition: null } ? null : new DeployedAgent(name, lastVersion + 1, null) { UndeployedAt = at };

    /// <summary>By what is replicated of them: definitions have lists, which are equal only to themselves.</summary>
    private static bool IsSame(DeployedAgent held, DeployedAgent agent) =>
        held.Version == agent.Version && RegistryCodec.Write(held) == RegistryCodec.Write(agent);

    /// <summary>Why the definition cannot be deployed; null when it can.</summary>
    public string? WhyNot(Agent agent)
    {
        var bytes = RegistryCodec.BytesOf([agent]);
        if (bytes > AgentsFile.MaxDefinitionBytes)
            return string.Create(CultureInfo.InvariantCulture,
                $"the definition of agent '{agent.Name}' has {bytes} bytes as JSON; at most {AgentsFile.MaxDefinitionBytes} are allowed.");
        return Find(agent.Name) is null && Count >= RegistryKeys.MaxEntries
            ? string.Create(CultureInfo.InvariantCulture,
                $"agent '{agent.Name}' would be one more than the {RegistryKeys.MaxEntries} that can be deployed; undeploy one first.")
            : null;
    }
}
