using System.Diagnostics;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Conversations;
using Hanzo.Network.Placement;
using Hanzo.Network.Routing;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>From a request to the command that starts its run: checks it, picks agent, node and slot.</summary>
internal sealed class RunStarter(
    NodeProcess process, GenerationGate gate, IRouter router, AgentSightings sightings, CustomPlacements placements, SessionPlacer placer,
    RunBinder binder, INetworkState state)
{
    /// <exception cref="AgentNetworkException">The request is refused.</exception>
    public async Task<RunCall> PrepareAsync(RunRequest request, bool wantsEvents, CancellationToken cancellation)
    {
        RunRequestRules.Require(request, process.Time.GetUtcNow());
        await gate.RequireAsync(process, cancellation);
        var placed = request.RunId is { } id
            ? await PlaceGivenAsync(request, id, cancellation)
            : await PlaceAsync(request, cancellation);
        var (session, agent) = (placed.Session, placed.Session.Agent);

        var message = process.Ids.NewUlid();
        var envelope = new WireEnvelope(message, Deadline: request.Deadline, TraceParent: placed.Trace);
        var asked = request.RunId is { } given ? GivenRunId.RequestOf(given) : message;
        var start = new RunStart(envelope, session, asked, request.Input, placed.Why, Continues: request.Session is not null)
        {
            AgentVersion = process.Board.Current.DeployedAgent(agent)?.Deployment?.Version,
            Journal = placed.Journal,
            Limits = request.Limits,
            Origin = request.Origin,
            History = request.History,
            User = request.User,
            Route = placed.Route,
            Placement = placed.Placement,
        };
        var since = process.Time.Elapsed();
        var deadline = since + (request.Deadline - process.Time.GetUtcNow());
        var pursuit = new Pursuit(agent, since, deadline)
        {
            IsGiven = request.RunId is not null,
            JournalPatience = process.Options.JournalPatience,
        };
        return new RunCall(pursuit, start, wantsEvents) { Journal = process.Health };
    }

    /// <summary>A run id is bound to its session before the run starts; whoever was first decides which that is.</summary>
    private async Task<Placed> PlaceGivenAsync(RunRequest request, string id, CancellationToken cancellation)
    {
        var bind = new RunBind(id, RunFingerprint.Of(request), null, null, "");
        var bound = await binder.BindAsync(bind, cancellation);
        Placed? placed = null;
        if (bound is null)
        {
            placed = await PlaceAsync(request, cancellation);
            bind = bind with { Session = placed.Session, Journal = placed.Journal, Why = placed.Why };
            bound = (await binder.BindAsync(bind, cancellation))!;
        }

        Dispatcher.RequireHistory(process.Board.Current, bound.Session.Slot);
        Dispatcher.RequireJournal(process.Board.Current, bound.Journal);
        // Somebody else may have been faster.
        var isOurs = placed?.Session == bound.Session;
        return new Placed(bound.Session, bound.Journal, bound.Why, placed is null ? Activity.Current?.Id : placed.Trace)
        {
            Route = isOurs ? placed!.Route : null, Placement = isOurs ? placed!.Placement : null,
        };
    }

    private async Task<Placed> PlaceAsync(RunRequest request, CancellationToken cancellation)
    {
        using var route = Telemetry.Source.StartActivity("route");
        var (agent, routed, note) = await RouteAsync(request, cancellation);
        route?.SetTag("gen_ai.agent.name", agent.Value);
        await sightings.LookForAsync(agent, cancellation);
        using var place = Telemetry.Source.StartActivity("place");
        var placed = await PlaceAsync(request, agent, cancellation);
        place?.SetTag("hanzo.slot", placed.Session.Slot.ToString());
        return placed with
        {
            Why = routed.Length == 0 ? placed.Why : $"{routed} {placed.Why}",
            Trace = (place ?? route ?? Activity.Current)?.Id,
            Route = note,
        };
    }

    private async ValueTask<(AgentName Agent, string Why, RouteNote? Note)> RouteAsync(RunRequest request, CancellationToken cancellation)
    {
        if (RunRequestRules.AgentOf(request) is { } named) return (named, "", null);
        var (snapshot, input) = placer.Now();
        var query = new RouteQuery(request.Input, [.. snapshot.Agents.Values])
        {
            Context = request.PlacementContext, Peers = [.. input.Nodes.Select(node => snapshot.PeerOf(node))], State = state,
        };
        var decision = await router.RouteAsync(query, cancellation);
        var agent = decision.Agent ?? throw new AgentNetworkException(NetworkError.NoCandidate, decision.Why);
        return (agent, decision.Why, RouteNote.Of(decision));
    }

    /// <summary>While this node itself leaves, its view of who is left means nothing: waits for the next actor system.</summary>
    private async ValueTask<Placed> PlaceAsync(RunRequest request, AgentName agent, CancellationToken cancellation)
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

    private Placed Place(RunRequest request, AgentName agent)
    {
        if (request.Session is { } session)
        {
            Dispatcher.RequireHistory(process.Board.Current, session.Slot);
            Dispatcher.RequireCandidate(process.Board.Current, agent);
            return new Placed(session, Journal: null, $"session {session} continues where it is.", Trace: null);
        }

        var dispatch = placer.Place(agent, request.Placement, request.Dedicated, CustomChoice.Of(request, placements));
        var journal = process.Board.Current.Find(dispatch.Node)?.Description?.Journal;
        if (journal is not null && JournalIdentity.IsMemory(journal)) journal = null;
        return new Placed(new SessionId(dispatch.Slot, process.Ids.NewUlid()), journal, dispatch.Why, Trace: null)
        {
            Placement = PlacementNote.Of(dispatch.Node, dispatch.Slot, request, dispatch.Why),
        };
    }

    /// <param name="Journal">As in <see cref="RunStart"/>.</param>
    /// <param name="Trace">W3C trace context; null: none.</param>
    private sealed record Placed(SessionId Session, string? Journal, string Why, string? Trace)
    {
        /// <inheritdoc cref="StartRun.Route"/>
        public RouteNote? Route { get; init; }

        /// <inheritdoc cref="StartRun.Placement"/>
        public PlacementNote? Placement { get; init; }
    }
}
