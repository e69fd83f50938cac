using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Conversations;
using Hanzo.Network.Devices;
using Hanzo.Network.Routing;
using Hanzo.Network.State;

namespace Hanzo.Network.InProcess;

/// <summary>
/// A network in one process, without a cluster: the same agents, sessions and events. Runs go on until they end, are cancelled
/// by <see cref="CancelAsync"/>, or the network is disposed.
/// </summary>
public sealed class AgentNetwork : IAgentNetwork, IAsyncDisposable
{
    private readonly LocalAgents _agents;
    private readonly IRouter _router;
    private readonly IIds _ids;
    private readonly IEventStore _store;
    private readonly NodeDevice _device;
    private readonly IDeviceProbe? _probe;
    private readonly TimeProvider _time;
    private readonly LocalNetworkOptions _options;
    private readonly LocalSessions _sessions;
    private readonly LocalState _state;
    private readonly LocalConsensusGroup _group;
    private readonly GivenRuns _given = new();
    private readonly ChildQuestions _questions;
    private RecentRuns _recent = RecentRuns.None;
    private RunSpeeds _speeds = RunSpeeds.None;

    /// <param name="probe">For the load in the status; null: the load is 0.</param>
    /// <exception cref="ArgumentException">Two agents have the same name, or one has a tool that does not exist.</exception>
    public AgentNetwork(
        IEnumerable<Agent> agents, EffectRunner runner, IRouter router, IEventStore store, IIds ids, NodeDevice device, TimeProvider time,
        LocalNetworkOptions? options = null, IDeviceProbe? probe = null)
    {
        (_router, _store, _ids, _device, _time, _probe) = (router, store, ids, device, time, probe);
        _options = options ?? new LocalNetworkOptions();
        _agents = new LocalAgents(agents, _options, runner.Tools, device, time);
        var children = new ChildCaller(() => this, time);
        var ports = new SessionPorts(_options.NodeId, ids.NewUlid(), _agents.Find, store, runner, Note, AddSample, children, time);
        _sessions = new LocalSessions(ports);
        _questions = new ChildQuestions(FindResultAsync, (given, _) => FindGivenAsync(given), AnswerOwnAsync, time);
        _state = new LocalState(store, ids, _options.NodeId, time);
        var feed = new KeyValueFeed();
        _group = new LocalConsensusGroup(feed.Part, time);
        var alone = new GroupStatus(GroupPhase.Member) { InMemory = true };
        Consensus = new ConsensusManager(_group, feed, () => alone, remove: null, TimeSpan.Zero, time);
    }

    public IAgentManager Agents => _agents;

    public INetworkManager Nodes { get; } = new LocalNodes();

    public INetworkState State => _state;

    public IConsensusManager Consensus { get; }

    /// <summary>Sessions in memory: in use or with unfinished runs.</summary>
    internal int SessionsInMemory => _sessions.InMemory;

    public async Task<RunResult> RunAsync(RunRequest request, CancellationToken cancellation = default)
    {
        using var run = await BeginAsync(request, new RunWatcher(0, deltas: false), cancellation);
        await foreach (var @event in run.ReadAsync(cancellation))
            if (@event.IsTerminal) break;
        return run.Result;
    }

    public async Task<RunResult> StartAsync(RunRequest request, CancellationToken cancellation = default)
    {
        using var run = await BeginAsync(request, null, cancellation);
        return run.Result;
    }

    public async IAsyncEnumerable<RunEvent> StreamAsync(
        RunRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var run = await BeginAsync(request, new RunWatcher(0, deltas: true), cancellation);
        await foreach (var @event in run.ReadAsync(cancellation)) yield return @event;
    }

    public async Task<RunResult?> GetRunAsync(RunId run, CancellationToken cancellation = default) =>
        await _questions.GatherAsync(await FindResultAsync(run, cancellation), cancellation);

    public async Task<RunResult?> FindRunAsync(string givenId, CancellationToken cancellation = default) =>
        await _questions.GatherAsync(await FindGivenAsync(givenId), cancellation);

    private async Task<RunResult?> FindResultAsync(RunId run, CancellationToken cancellation)
    {
        using var held = await FindAsync(run, cancellation);
        return held?.Session.State.ResultOf(run.Number);
    }

    private async Task<RunResult?> FindGivenAsync(string givenId)
    {
        if (_given.Find(givenId) is not { } session) return null;
        var held = _sessions.Acquire(session);
        try
        {
            await held.RecoverAsync();
            return held.State.Requests.TryGetValue(GivenRunId.RequestOf(givenId), out var run) ? held.State.ResultOf(run) : null;
        }
        finally
        {
            _sessions.Release(held);
        }
    }

    public async IAsyncEnumerable<RunEvent> WatchAsync(
        RunId run, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var held = await FindAsync(run, cancellation) ?? throw new AgentNetworkException(NetworkError.UnknownRun, $"run {run} is unknown.");
        var watcher = new RunWatcher(after, deltas: true);
        using var watched = held with { Watcher = watcher };
        held.Session.RequireEvent(run, after);
        held.Session.Watch(watcher, run);
        await foreach (var @event in watched.ReadAsync(cancellation)) yield return @event;
    }

    public Task<RunResult> AnswerAsync(RunId run, string approval, PersonAnswer answer, CancellationToken cancellation = default) =>
        _questions.AnswerAsync(run, approval, answer, cancellation);

    private async Task<RunResult> AnswerOwnAsync(RunId run, string approval, PersonAnswer answer, CancellationToken cancellation)
    {
        var question = RunRequestRules.RequireAnswer(approval, answer);
        using var held = await FindAsync(run, cancellation)
            ?? throw new AgentNetworkException(NetworkError.UnknownRun, $"run {run} is unknown.");
        var given = new AnswerApproval(run.Number, question, answer.Approved, answer.Reason) { Words = answer.Words };
        var decision = await held.Session.SubmitAsync(given);
        if (decision.Refusal is { } refusal) throw refusal.ToException();
        return held.Result;
    }

    public async Task<RunResult> CancelAsync(RunId run, string? reason = null, CancellationToken cancellation = default)
    {
        RunRequestRules.RequireReason(reason);
        using var held = await FindAsync(run, cancellation)
            ?? throw new AgentNetworkException(NetworkError.UnknownRun, $"run {run} is unknown.");
        var watcher = new RunWatcher(after: 0, deltas: false);
        using var watched = new HeldRun(_sessions, held.Session, run, watcher);
        var decision = await held.Session.SubmitAsync(new CancelRun(run.Number, reason ?? CancelRun.NoReason), watcher);
        if (decision.Refusal is { } refusal) throw refusal.ToException();
        await foreach (var _ in held.Session.ReadAsync(watcher, cancellation)) { }
        return held.Result;
    }

    public async Task DeleteSessionAsync(SessionId session, CancellationToken cancellation = default)
    {
        if (_agents.Find(session.Agent) is null || await _store.HighestAsync(session.ToString(), cancellation) == 0)
            throw new AgentNetworkException(NetworkError.UnknownSession, $"session '{session}' is unknown: it has no history.");
        var held = _sessions.Acquire(session);
        try
        {
            if (await held.DeleteAsync() is { } refusal) throw refusal.ToException();
        }
        finally
        {
            _sessions.Release(held);
        }

        _given.Forget(session);
    }

    public Task<NetworkStatus> GetStatusAsync(CancellationToken cancellation = default)
    {
        var (load, known) = (CurrentLoad(), _agents.Known);
        return Task.FromResult(new NetworkStatus
        {
            Network = _options.Network,
            NodeId = _options.NodeId,
            Runtime = "in-process",
            Version = NetworkVersion.Current,
            Durability = Durability.Of(_store),
            Address = "in-process",
            Capabilities = _device.Current,
            Load = load,
            Agents = [.. known.Select(agent => agent.Name.Value)],
            AgentCount = known.Length,
            ActiveRuns = load.ActiveRuns,
        });
    }

    public Task<ImmutableArray<AgentListing>> GetAgentsAsync(CancellationToken cancellation = default) =>
        Task.FromResult(_agents.Listings);

    public Task<ImmutableArray<RunNote>> GetRecentRunsAsync(CancellationToken cancellation = default) =>
        Task.FromResult(Volatile.Read(ref _recent).Notes);

    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>: there are never any.</exception>
    public Task WaitForPeersAsync(int count, CancellationToken cancellation = default) => count <= 0
        ? Task.CompletedTask
        : Task.FromException(
            new AgentNetworkException(NetworkError.InvalidRequest, $"a network in one process has no peers; {count} can never come."));

    public Task<PeerHealth?> CheckPeerHealthAsync(string nodeId, CancellationToken cancellation = default) =>
        Task.FromResult<PeerHealth?>(null);

    /// <summary>Cuts the runs under way; with a lasting event store they go on when their session is used again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        _state.Dispose();
        _group.Dispose();
    }

    private NodeLoad CurrentLoad()
    {
        var (cpu, memory, gpu) = _probe?.ReadLoad() ?? default;
        var (active, queued) = _sessions.CountRuns();
        return new NodeLoad(cpu, memory, active, queued) { Gpu = gpu, Speeds = Volatile.Read(ref _speeds).Told };
    }

    private void AddSample(RunSample sample) =>
        ImmutableInterlocked.Update(ref _speeds, static (speeds, added) => speeds.With(added), sample);

    private void Note(RunNote note) => ImmutableInterlocked.Update(ref _recent, static (runs, added) => runs.With(added), note);

    private async Task<HeldRun> BeginAsync(RunRequest request, RunWatcher? watcher, CancellationToken cancellation)
    {
        RunRequestRules.Require(request, _time.GetUtcNow());
        using var activity = Telemetry.Source.StartActivity("route", ActivityKind.Internal);
        var (agent, why, route) = await RouteAsync(request, cancellation);
        activity?.SetTag("gen_ai.agent.name", agent.Name.Value);
        if (request.Session is { } going && await _store.HighestAsync(going.ToString(), cancellation) == 0)
            throw new AgentNetworkException(NetworkError.UnknownSession, $"session '{going}' is unknown: it has no history.");

        var id = request.Session ?? new SessionId(new SlotId(agent.Name, 0), _ids.NewUlid());
        if (request is { RunId: { } call, Origin: not null }) id = SessionOfCall(agent.Name, call);
        else if (request.RunId is { } given) id = _given.Bind(given, RunFingerprint.Of(request), id);
        var session = _sessions.Acquire(id);
        try
        {
            var trace = activity?.Id ?? Activity.Current?.Id;
            var asked = request.RunId is { } chosen ? GivenRunId.RequestOf(chosen) : _ids.NewUlid();
            var start = new StartRun(asked, request.Input, why)
            {
                Deadline = request.Deadline,
                TraceParent = trace,
                Limits = request.Limits,
                Origin = request.Origin,
                History = request.History,
                User = request.User,
                Route = route,
                Placement = request.Session is null ? PlacementNote.Of(_options.NodeId, id.Slot, request, OnlyNode) : null,
            };
            var decision = await session.SubmitAsync(start, watcher);
            if (decision.Refusal is not null) throw decision.Refusal.ToException();
            return new HeldRun(_sessions, session, decision.Run!.Value, watcher);
        }
        catch
        {
            _sessions.Release(session);
            throw;
        }
    }

    /// <summary>Follows from the call, so that whoever repeats it finds the run, also another process with the same store.</summary>
    private static SessionId SessionOfCall(AgentName agent, string call)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(call));
        return new SessionId(new SlotId(agent, 0), Ulid.Create(DateTimeOffset.UnixEpoch, hash.AsSpan(0, 10)));
    }

    private string OnlyNode => $"the only node is '{_options.NodeId}'";

    private async Task<(Agent Agent, string Why, RouteNote? Route)> RouteAsync(RunRequest request, CancellationToken cancellation)
    {
        if (RunRequestRules.AgentOf(request) is { } named) return (_agents.Require(named), $"asked for; {OnlyNode}", null);
        var query = new RouteQuery(request.Input, _agents.Known)
        {
            Context = request.PlacementContext, Peers = [new RoutePeer(_agents.Self(CurrentLoad()), Healthy: true)], State = _state,
        };
        var decision = await _router.RouteAsync(query, cancellation);
        var chosen = decision.Agent ?? throw new AgentNetworkException(NetworkError.NoCandidate, decision.Why);
        return (_agents.Require(chosen), decision.Why, RouteNote.Of(decision));
    }

    private async Task<HeldRun?> FindAsync(RunId run, CancellationToken cancellation)
    {
        if (_agents.Find(run.Session.Agent) is null) return null;
        if (await _store.HighestAsync(run.Session.ToString(), cancellation) == 0) return null;
        var held = new HeldRun(_sessions, _sessions.Acquire(run.Session), run, null);
        try
        {
            await held.Session.RecoverAsync();
        }
        catch
        {
            held.Dispose();
            throw;
        }

        if (held.Session.State.Runs.ContainsKey(run.Number)) return held;
        held.Dispose();
        return null;
    }

    /// <summary>A run whose session stays in memory until this is disposed.</summary>
    private sealed record HeldRun(LocalSessions Sessions, LocalSession Session, RunId Id, RunWatcher? Watcher) : IDisposable
    {
        /// <exception cref="AgentNetworkException">Its session has been deleted since it ended.</exception>
        public RunResult Result =>
            Session.State.ResultOf(Id.Number) ?? throw SessionAging.WhyGone(Session.State)!.ToException();

        public IAsyncEnumerable<RunEvent> ReadAsync(CancellationToken cancellation) => Session.ReadAsync(Watcher!, cancellation);

        public void Dispose()
        {
            if (Watcher is not null) Session.Unwatch(Watcher);
            Sessions.Release(Session);
        }
    }
}
