using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Conversations;
using Hanzo.Network.Placement;
using Hanzo.Network.Routing;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>From a request to the command that starts its run: checks it, picks agent, node and slot.</summary>
internal sealed class RunStarter(
    NodeProcess process, GenerationGate gate, IRouter router, AgentSightings sightings, CustomPlacements placements, SessionPlacer placer,
    Soundings soundings, RunBinder binder, INetworkState state)
{
    /// <summary>So many times a node is chosen at most, each time without those that did not answer before.</summary>
    private const int MostLooks = 4;

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
        return new RunCall(pursuit, start, wantsEvents) { Journal = process.Health, Network = process.Board };
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
                return await PlaceAsync(request, agent, generation, cancellation);
            }
            catch (AgentNetworkException refused) when (refused.Error is NetworkError.NoCandidate or NetworkError.UnknownAgent
                && (generation.EndedToken.IsCancellationRequested || process.Board.Current.SelfLeaves))
            {
                await generation.Withdrawn.WaitAsync(cancellation);
            }
        }
    }

    private async ValueTask<Placed> PlaceAsync(
        RunRequest request, AgentName agent, Generation generation, CancellationToken cancellation)
    {
        if (request.Session is { } session)
        {
            Dispatcher.RequireHistory(process.Board.Current, session.Slot);
            Dispatcher.RequireCandidate(process.Board.Current, agent);
            return new Placed(session, Journal: null, $"session {session} continues where it is.", Trace: null);
        }

        var dispatch = await DispatchAsync(request, agent, generation, cancellation);
        var journal = process.Board.Current.Find(dispatch.Node)?.Description?.Journal;
        if (journal is not null && JournalIdentity.IsMemory(journal)) journal = null;
        return new Placed(new SessionId(dispatch.Slot, process.Ids.NewUlid()), journal, dispatch.Why, Trace: null)
        {
            Placement = PlacementNote.Of(dispatch.Node, dispatch.Slot, request, dispatch.Why),
        };
    }

    /// <summary>Of those that are as good a node that answers, and a slot that needs no word of one who does not.</summary>
    private async ValueTask<Dispatch> DispatchAsync(
        RunRequest request, AgentName agent, Generation generation, CancellationToken cancellation)
    {
        var custom = CustomChoice.Of(request, placements);
        var avoided = Avoided.Nothing;
        for (var look = 1; ; look++)
        {
            var dispatch = placer.Place(agent, request.Placement, request.Dedicated, custom, avoided);
            var silent = look == MostLooks ? avoided : await SilentAsync(dispatch, generation, cancellation);
            if (avoided.Covers(silent))
                return avoided.Nodes.IsEmpty ? dispatch : dispatch with { Why = $"{dispatch.Why} {NotAnswering(avoided.Nodes)}" };
            avoided = avoided.With(silent);
        }
    }

    /// <summary>Who of those that the session would need does not answer, and who else is known not to.</summary>
    private async ValueTask<Avoided> SilentAsync(Dispatch dispatch, Generation generation, CancellationToken cancellation)
    {
        var snapshot = process.Board.Current;
        var allocator = snapshot.Input.Owners.ContainsKey(dispatch.Slot)
            ? null
            : AgentKeeper.Of(Akka.Cluster.Cluster.Get(generation.System));
        var gives = allocator is null ? null : snapshot.Nodes.GetValueOrDefault(allocator.UniqueAddress.Address.ToString());
        NodeEntry?[] wanted = [snapshot.Find(dispatch.Node), gives];
        var silent = await soundings.SilentAsync(
            wanted.OfType<NodeEntry>().DistinctBy(node => node.Address), snapshot.Usable, node => AnswersAsync(generation, node),
            cancellation);
        return new Avoided(silent, gives?.NodeId is { } id && silent.Contains(id));
    }

    private static async Task<bool> AnswersAsync(Generation generation, NodeEntry node)
    {
        var self = generation.Identity;
        var directory = generation.System.ActorSelection($"{node.Address}/user/{NodeDirectory.Name}");
        try
        {
            var ping = new NodePing(self.NodeId, self.Incarnation, Sequence: 0);
            await directory.Ask<NodePong>(ping, Soundings.Patience, generation.EndedToken);
            return true;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true; // this node's actor system ends: that says nothing about the other
        }
    }

    private static string NotAnswering(ImmutableSortedSet<string> nodes) =>
        nodes.Count == 1 ? $"Node '{nodes[0]}' does not answer." : $"These do not answer: {string.Join(", ", nodes)}.";

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
