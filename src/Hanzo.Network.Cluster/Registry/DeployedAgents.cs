using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>The deployed agents that a node knows of, and what may be added. Immutable.</summary>
internal sealed record DeployedAgents
{
    /// <inheritdoc cref="AgentChoices.MaxTakenBack"/>
    public const int MaxTakenBack = AgentChoices.MaxTakenBack;

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

    /// <summary>By what is replicated of them: definitions have lists, which are equal only to themselves.</summary>
    private static bool IsSame(DeployedAgent held, DeployedAgent agent) =>
        held.Version == agent.Version && RegistryCodec.Write(held) == RegistryCodec.Write(agent);

    /// <summary>Why the definition cannot be deployed; null when it can.</summary>
    public string? WhyNot(Agent agent) => TooLarge(agent)
        ?? (Find(agent.Name) is null && Count >= AgentChoices.MaxDeployed ? AgentChoices.TooManyText(agent.Name) : null);

    /// <summary>Why the definition has no room among what nodes tell each other; null when it has.</summary>
    public static string? TooLarge(Agent agent)
    {
        var bytes = RegistryCodec.BytesOf([agent]);
        return bytes <= AgentsFile.MaxDefinitionBytes ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the definition of agent '{agent.Name}' has {bytes} bytes as JSON; at most {AgentsFile.MaxDefinitionBytes} are allowed.");
    }
}
