using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Partitions;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Deploys and migrates by the network's registry, and tells what came of it.</summary>
internal sealed class ClusteredAgentManager(
    NodeProcess process, GenerationGate gate, INetworkRegistry registry, AgentSightings sightings, SessionPlacer placer) : IAgentManager
{
    private readonly SlotPlaces _places = new(process);

    public async Task<AgentDeployed> DeployAsync(Agent agent, bool force = false, CancellationToken cancellation = default)
    {
        await gate.RequireAsync(process, cancellation);
        RequireNetwork("nothing can be deployed");
        Deployments.RequireDeployable(process.Board.Current, agent, force);
        var deployed = await registry.PutAgentAsync(agent, cancellation);
        var version = deployed.Deployment!.Version;
        await sightings.HeardAsync(s => s.DeployedVersion(agent.Name) >= version, process.Options.RequestPatience, cancellation);
        return Deployments.Told(process.Board.Current, deployed);
    }

    public async Task UndeployAsync(AgentName name, CancellationToken cancellation = default)
    {
        await gate.RequireAsync(process, cancellation);
        RequireNetwork("nothing can be undeployed");
        await sightings.LookForAsync(name, cancellation);
        Deployments.RequireDeployed(process.Board.Current, name);
        await registry.RemoveAgentAsync(name, cancellation);
        await sightings.HeardAsync(s => s.DeployedAgent(name) is null, process.Options.RequestPatience, cancellation);
    }

    public async Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellation = default)
    {
        TimeLimits.Require("timeout", request.Timeout, MigrationRequest.MaxTimeout);
        var slot = SlotRules.Parse(request.Target);
        var generation = await gate.RequireAsync(process, cancellation);
        await sightings.LookForAsync(slot.Agent, cancellation);
        var owner = await _places.RequireAsync(generation, slot, cancellation);
        var migration = Migrations.Decide(process.Board.Current, slot, owner, request.Node);
        if (migration.From is { } from)
            migration = migration with { Sessions = await _places.SessionsAsync(generation, slot, from, cancellation) };
        if (request.DryRun || migration.Status is MigrationStatus.There) return migration;

        await registry.WishAsync(slot, request.Node, cancellation);
        if (migration.From is null) return migration;
        return migration with { Status = await FollowAsync(generation, migration, request.Timeout, cancellation) };
    }

    public async Task<PlacementReport> ExplainAsync(AgentName name, string? without = null, CancellationToken cancellation = default)
    {
        await gate.RequireAsync(process, cancellation);
        await sightings.LookForAsync(name, cancellation);
        var (snapshot, known) = placer.Now();
        return Explanations.Of(snapshot, known, name, without);
    }

    private void RequireNetwork(string what)
    {
        if (process.Standing.Current.Detachment is { } detachment) throw PartitionRules.NeedsNetwork(detachment, what).ToException();
    }

    /// <summary>The wish is stored: what fails from now on takes nothing back, so it is moving.</summary>
    private async Task<MigrationStatus> FollowAsync(
        Generation generation, Migration migration, TimeSpan within, CancellationToken cancellation)
    {
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellation, generation.EndedToken);
        var isWoken = false;
        try
        {
            for (var began = process.Time.GetTimestamp(); process.Time.GetElapsedTime(began) < within;)
            {
                var place = await _places.FindAsync(generation, migration.Slot, following.Token);
                var next = Migrations.Next(migration, place);
                if (next is MoveStep.Moved) return MigrationStatus.Moved;
                if (next is MoveStep.Wake && !isWoken)
                {
                    WakeAt(generation, migration.Sessions);
                    isWoken = true;
                }

                await Task.Delay(SlotPlaces.LookAgain, process.Time, following.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // This node has left its cluster; another one carries out the wish.
        }

        return MigrationStatus.Moving;
    }

    private static void WakeAt(Generation generation, ImmutableArray<SessionId> sessions)
    {
        foreach (var session in sessions) generation.Region.Tell(new SessionWake(session));
    }
}
