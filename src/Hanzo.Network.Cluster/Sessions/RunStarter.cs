using System.Diagnostics;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;
using Hanzo.Network.Routing;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>From a request to the command that starts its run: checks it, picks agent, node and slot.</summary>
internal sealed class RunStarter(
    NodeProcess process, GenerationGate gate, IRouter router, AgentSightings sightings, CustomPlacements placements, SessionPlacer placer)
{
    /// <exception cref="AgentNetworkException">The request is refused.</exception>
    public async Task<RunCall> PrepareAsync(RunRequest request, bool wantsEvents, CancellationToken cancellation)
    {
        var now = process.Time.GetUtcNow();
        RunRequestRules.Require(request, now);
        await gate.RequireAsync(process, cancellation);
        using var route = Telemetry.Source.StartActivity("route");
        var (agent, routed) = await RouteAsync(request, cancellation);
        route?.SetTag("gen_ai.agent.name", agent.Value);
        await sightings.LookForAsync(agent, cancellation);
        using var place = Telemetry.Source.StartActivity("place");
        var (session, placed) = await PlaceAsync(request, agent, cancellation);
        place?.SetTag("hanzo.slot", session.Slot.ToString());

        var id = process.Ids.NewUlid();
        var trace = (place ?? route ?? Activity.Current)?.Id;
        var envelope = new WireEnvelope(id, Deadline: request.Deadline, TraceParent: trace);
        var why = routed.Length == 0 ? placed : $"{routed} {placed}";
        var start = new RunStart(envelope, session, id, request.Input, why, Continues: request.Session is not null)
        {
            AgentVersion = process.Board.Current.DeployedAgent(agent)?.Deployment?.Version,
        };
        var since = process.Time.Elapsed();
        var deadline = since + (request.Deadline - process.Time.GetUtcNow());
        return new RunCall(new Pursuit(agent, since, deadline), start, wantsEvents);
    }

    private async ValueTask<(AgentName Agent, string Why)> RouteAsync(RunRequest request, CancellationToken cancellation)
    {
        if (RunRequestRules.AgentOf(request) is { } named) return (named, "");
        var decision = await router.RouteAsync(request.Input, [.. process.Board.Current.Agents.Values], cancellation);
        return (decision.Agent ?? throw new AgentNetworkException(NetworkError.NoCandidate, decision.Why), decision.Why);
    }

    /// <summary>While this node itself leaves, its view of who is left means nothing: waits for the next actor system.</summary>
    private async ValueTask<(SessionId Session, string Why)> PlaceAsync(RunRequest request, AgentName agent, CancellationToken cancellation)
    {
        while (true)
        {
            var generation = await gate.RequireAsync(process, cancellation);
            try
            {
                return Place(request, agent);
            }
            catch (AgentNetworkException refused) when (refused.Error is NetworkError.NoCandidate or NetworkError.UnknownAgent
                && (generation.EndedToken.IsCancellationRequested || process.Board.Current.SelfLeaves))
            {
                await generation.Withdrawn.WaitAsync(cancellation);
            }
        }
    }

    private (SessionId Session, string Why) Place(RunRequest request, AgentName agent)
    {
        if (request.Session is { } session)
        {
            Dispatcher.RequireCandidate(process.Board.Current, agent);
            return (session, $"session {session} continues where it is.");
        }

        var dispatch = placer.Place(agent, request.Placement, request.Dedicated, CustomChoice.Of(request, placements));
        return (new SessionId(dispatch.Slot, process.Ids.NewUlid()), dispatch.Why);
    }
}
