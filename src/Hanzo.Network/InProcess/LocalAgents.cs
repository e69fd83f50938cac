using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using Hanzo.Network.Tools;

namespace Hanzo.Network.InProcess;

/// <summary>The agents of a network in one process: those from code, and those that were deployed to it.</summary>
internal sealed class LocalAgents : IAgentManager
{
    private readonly LocalNetworkOptions _options;
    private readonly ToolCatalog _tools;
    private readonly NodeDevice _device;
    private readonly TimeProvider _time;
    private ImmutableSortedDictionary<AgentName, Entry> _entries;

    /// <exception cref="ArgumentException">Two agents have the same name, or one has a tool that does not exist.</exception>
    public LocalAgents(IEnumerable<Agent> agents, LocalNetworkOptions options, ToolCatalog tools, NodeDevice device, TimeProvider time)
    {
        (_options, _tools, _device, _time) = (options, tools, device, time);
        _entries = agents.ToImmutableSortedDictionary(agent => agent.Name, agent => new Entry(agent));
        foreach (var agent in Known)
            if (tools.MissingFor(agent) is [var missing, ..])
                throw new ArgumentException(
                    $"agent '{agent.Name}' has the tool '{missing}'; known are {string.Join(", ", tools.Names)}.", nameof(agents));
    }

    /// <summary>Those that were not taken back.</summary>
    public ImmutableArray<Agent> Known =>
        [.. Volatile.Read(ref _entries).Values.Where(entry => entry.UndeployedAt is null).Select(entry => entry.Agent)];

    public ImmutableArray<AgentListing> Listings => [.. Known.Select(agent => new AgentListing(agent, NodesFor(agent)))];

    /// <summary>The newest definition, also of an agent that was taken back: its sessions can still be read.</summary>
    public Agent? Find(AgentName name) => Volatile.Read(ref _entries).GetValueOrDefault(name)?.Agent;

    /// <exception cref="AgentNetworkException">There is none, or this process may not run it.</exception>
    public Agent Require(AgentName name)
    {
        var entry = RequireEntry(name);
        if (WhyNot(entry.Agent) is { } reason)
            throw new AgentNetworkException(NetworkError.NoCandidate, reason);
        return entry.Agent;
    }

    public Task<AgentDeployed> DeployAsync(Agent agent, bool force = false, CancellationToken cancellation = default)
    {
        DeploymentRules.Require(agent);
        if (!force && WhyNot(DeploymentRules.Scoped(agent)) is { } nobody)
            throw new AgentNetworkException(NetworkError.NoCandidate, AgentTexts.NotDeployed(nobody));
        ImmutableInterlocked.Update(ref _entries, Deploy, agent);
        var deployed = Volatile.Read(ref _entries)[agent.Name].Agent;
        var warning = WhyNot(deployed) is { } reason ? AgentTexts.NobodyNow(reason) : null;
        return Task.FromResult(new AgentDeployed(deployed, NodesFor(deployed), warning));
    }

    public Task UndeployAsync(AgentName name, CancellationToken cancellation = default)
    {
        if (RequireEntry(name).Agent.Deployment is null) throw Pinned(name);
        ImmutableInterlocked.Update(ref _entries, e => e.SetItem(name, e[name] with { UndeployedAt = _time.GetUtcNow() }));
        return Task.CompletedTask;
    }

    public Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellation = default)
    {
        TimeLimits.Require("timeout", request.Timeout, MigrationRequest.MaxTimeout);
        var slot = SlotRules.Parse(request.Target);
        RequireEntry(slot.Agent);
        return request.Node == _options.NodeId
            ? Task.FromResult(new Migration(slot, _options.NodeId, _options.NodeId, [], MigrationStatus.There))
            : throw NotHere(request.Node);
    }

    public Task<PlacementReport> ExplainAsync(AgentName name, string? without = null, CancellationToken cancellation = default)
    {
        var agent = RequireEntry(name).Agent;
        if (without is not null && without != _options.NodeId) throw NotHere(without);
        return Task.FromResult(PlacementReport.Of(new PlacementInput { Nodes = [Self()] }, agent, without));
    }

    private ImmutableSortedDictionary<AgentName, Entry> Deploy(ImmutableSortedDictionary<AgentName, Entry> entries, Agent agent)
    {
        var before = entries.GetValueOrDefault(agent.Name)?.Agent;
        if (before is { Deployment: null }) throw Pinned(agent.Name);
        var version = (before?.Deployment?.Version ?? 0) + 1;
        var deployed = DeploymentRules.Scoped(agent);
        return entries.SetItem(agent.Name, new Entry(deployed with { Deployment = deployed.Deployment! with { Version = version } }));
    }

    private ImmutableArray<string> NodesFor(Agent agent) => WhyNot(agent) is null ? [_options.NodeId] : [];

    /// <summary>Agents from code were checked at start and run here, whatever the device.</summary>
    private string? WhyNot(Agent agent)
    {
        if (agent.Deployment is null) return null;
        var explanation = PlacementPlanner.Explain([Self()], agent);
        return explanation.HasCandidate ? null : explanation.NoCandidateText;
    }

    /// <summary>The only node, as placement and routers see it.</summary>
    public NodeView Self(NodeLoad load) => new()
    {
        Id = _options.NodeId,
        Device = _device.Current,
        Load = load,
        Agents = [.. Known.Where(agent => agent.Deployment is null).Select(agent => agent.Name)],
        Tools = [.. _tools.Names],
    };

    private NodeView Self() => Self(new NodeLoad(0, 0, 0, 0));

    private AgentNetworkException NotHere(string node) =>
        new(NetworkError.UnknownNode, $"node '{node}' is not here; the only node is '{_options.NodeId}'.");

    private Entry RequireEntry(AgentName name) => Volatile.Read(ref _entries).GetValueOrDefault(name) switch
    {
        { UndeployedAt: { } at } => throw new AgentNetworkException(NetworkError.UnknownAgent, AgentTexts.Undeployed(name, at)),
        { } entry => entry,
        null => throw new AgentNetworkException(NetworkError.UnknownAgent, AgentTexts.Unknown(name, Known.Select(agent => agent.Name))),
    };

    private AgentNetworkException Pinned(AgentName name) => new(NetworkError.Conflict, AgentTexts.Pinned(name, [_options.NodeId]));

    private sealed record Entry(Agent Agent, DateTimeOffset? UndeployedAt = null);
}
