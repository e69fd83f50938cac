using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Deploys and migrates by the network's registry, and tells what came of it.</summary>
internal sealed class ClusteredAgentManager(
    NodeProcess process, GenerationGate gate, INetworkRegistry registry, AgentSightings sightings, SessionPlacer placer) : IAgentManager
{
    private static readonly TimeSpan SessionsWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RegionsWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public async Task<AgentDeployed> DeployAsync(Agent agent, CancellationToken cancellation = default)
    {
        await gate.RequireAsync(process, cancellation);
        Deployments.RequireDeployable(process.Board.Current, agent);
        var deployed = await registry.PutAgentAsync(agent, cancellation);
        var version = deployed.Deployment!.Version;
        await sightings.HeardAsync(s => s.DeployedVersion(agent.Name) >= version, process.Options.RequestPatience, cancellation);
        return Deployments.Told(process.Board.Current, deployed);
    }

    public async Task UndeployAsync(AgentName name, CancellationToken cancellation = default)
    {
        await gate.RequireAsync(process, cancellation);
        await sightings.LookForAsync(name, cancellation);
        Deployments.RequireDeployed(process.Board.Current, name);
        await registry.RemoveAgentAsync(name, cancellation);
        await sightings.HeardAsync(s => s.DeployedAgent(name) is null, process.Options.RequestPatience, cancellation);
    }

    public async Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellation = default)
    {
        RequireWait(request.Wait);
        var slot = SlotRules.Parse(request.What);
        var generation = await gate.RequireAsync(process, cancellation);
        await sightings.LookForAsync(slot.Agent, cancellation);
        var owner = await OwnerAsync(generation, slot, cancellation);
        var migration = Migrations.Decide(process.Board.Current, slot, owner, request.Node);
        if (migration.From is { } from)
            migration = migration with { Sessions = await SessionsAsync(generation, slot, from, cancellation) };
        if (request.DryRun || migration.Status is MigrationStatus.There) return migration;

        await registry.WishAsync(slot, request.Node, cancellation);
        if (migration.From is null) return migration;
        var left = await LeavesAsync(generation, migration, request.Wait, cancellation);
        if (left) WakeAt(generation, migration.Sessions);
        return migration with { Status = left ? MigrationStatus.Moved : MigrationStatus.Moving };
    }

    public async Task<PlacementReport> ExplainAsync(AgentName name, string? without = null, CancellationToken cancellation = default)
    {
        await gate.RequireAsync(process, cancellation);
        await sightings.LookForAsync(name, cancellation);
        var (snapshot, known) = placer.Now();
        return Explanations.Of(snapshot, known, name, without);
    }

    /// <summary>A slot that has been handed off stays without a node until somebody speaks to it.</summary>
    private static void WakeAt(Generation generation, ImmutableArray<SessionId> sessions)
    {
        foreach (var session in sessions) generation.Region.Tell(new RunUnwatch(new RunId(session, 1)));
    }

    /// <returns>False: not within the time.</returns>
    private async Task<bool> LeavesAsync(Generation generation, Migration migration, TimeSpan within, CancellationToken cancellation)
    {
        for (var began = process.Time.GetTimestamp(); process.Time.GetElapsedTime(began) < within;)
        {
            if (await OwnerAsync(generation, migration.Slot, cancellation) != migration.From) return true;
            await Task.Delay(LookAgain, process.Time, cancellation);
        }

        return false;
    }

    /// <summary>The node whose region has the slot now, as the regions say; null: none.</summary>
    private async Task<string?> OwnerAsync(Generation generation, SlotId slot, CancellationToken cancellation)
    {
        try
        {
            var question = new GetClusterShardingStats(RegionsWithin);
            var stats = await generation.Region.Ask<ClusterShardingStats>(question, RegionsWithin * 2, cancellation);
            var address = stats.Regions.FirstOrDefault(region => region.Value.Stats.ContainsKey(slot.ToString())).Key;
            return address is null ? null : process.Board.Current.Nodes.GetValueOrDefault(address.ToString())?.NodeId;
        }
        catch (AskTimeoutException cause)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"nobody says which node has slot '{slot}'; try again.", cause);
        }
    }

    private async Task<ImmutableArray<SessionId>> SessionsAsync(
        Generation generation, SlotId slot, string node, CancellationToken cancellation)
    {
        if (process.Board.Current.Find(node) is not { } owner) return [];
        try
        {
            var asked = generation.System.ActorSelection($"{owner.Address}/user/{SlotSessions.Name}");
            return (await asked.Ask<SlotFound>(new SlotGet(slot.ToString()), SessionsWithin, cancellation)).Sessions;
        }
        catch (AskTimeoutException)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"node '{node}' does not say which sessions slot '{slot}' has.");
        }
    }

    private static void RequireWait(TimeSpan wait)
    {
        if (wait < TimeSpan.Zero || wait > MigrationRequest.MaxWait)
            throw new AgentNetworkException(
                NetworkError.InvalidRequest,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"timeout is {wait.TotalSeconds} s; it must be 0 to {MigrationRequest.MaxWait.TotalSeconds} s."));
    }
}
