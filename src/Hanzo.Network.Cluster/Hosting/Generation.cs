using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.DistributedData;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Models;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Security;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Sessions.Branches;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.Health;
using Hanzo.Network.Joining;
using Hanzo.Network.Partitions;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>One life of the node's actor system. Nothing outside keeps its references.</summary>
internal sealed class Generation : IAsyncDisposable
{
    /// <summary>Then the start has failed, and is tried again as a whole where one has succeeded before.</summary>
    private static readonly TimeSpan HistoryWithin = TimeSpan.FromSeconds(30);

    /// <summary>Of one attempt: who does not reach a journal that others read serves what it can without.</summary>
    private static readonly TimeSpan HistoryAttempt = TimeSpan.FromSeconds(5);

    /// <summary>Two rounds of messages, mostly.</summary>
    private static readonly TimeSpan LeaveGroupLongest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan HistoryAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly IHost _host;
    private readonly NodeProcess _process;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _leaving = Completions.New();
    private readonly TaskCompletionSource _withdrawn = Completions.New();

    private Generation(IHost host, NodeProcess process, NodeIdentity identity, long number)
    {
        _host = host;
        _process = process;
        Identity = identity;
        Number = number;
        System = host.Services.GetRequiredService<ActorSystem>();
        Ended = System.WhenTerminated;
        EndedToken = _ended.Token;
    }

    public NodeIdentity Identity { get; }

    /// <summary>1 for the first of the process.</summary>
    public long Number { get; }

    public ActorSystem System { get; }
    public IActorRef Region { get; private set; } = ActorRefs.Nobody;
    public IActorRef State { get; private set; } = ActorRefs.Nobody;

    /// <summary>Of the ids that callers chose for runs.</summary>
    public IActorRef RunDirectory { get; private set; } = ActorRefs.Nobody;

    /// <summary>Of the sessions that are begun while the node is cut off; nobody where the journal has no index.</summary>
    private IActorRef Branches { get; set; } = ActorRefs.Nobody;

    public IActorRef Directory { get; private set; } = ActorRefs.Nobody;

    /// <summary>Of the node: whether it is cut off.</summary>
    public Standing Standing => _process.Standing.Current;

    /// <summary>Completes when the actor system has ended, by itself or because it was asked to.</summary>
    public Task Ended { get; }

    /// <summary>Completes when the actor system begins to end in order; its actors wait until it is withdrawn.</summary>
    public Task Leaving => _leaving.Task;

    /// <summary>Cancelled when the generation is withdrawn from callers.</summary>
    public CancellationToken EndedToken { get; }

    /// <summary>Completes when the generation is withdrawn from callers: the gate is closed by then.</summary>
    public Task Withdrawn => _withdrawn.Task;

    /// <param name="port">0 takes any.</param>
    public static async Task<Generation> StartAsync(
        NodeProcess process, long number, AdvertisedAddress advertised, int port, NetworkJoining joining, CancellationToken cancellation)
    {
        var host = InnerHost.Build(process, advertised, port, joining);
        try
        {
            await host.StartAsync(cancellation);
            var system = host.Services.GetRequiredService<ActorSystem>();
            var generation = new Generation(host, process, IdentityOf(process, system), number);
            await generation.StartActorsAsync();
            CoordinatedShutdown.Get(system).AddTask(
                CoordinatedShutdown.PhaseBeforeServiceUnbind, "withdraw", generation.LeaveCallersAsync);
            return generation;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>What was begun while the node was cut off goes on.</summary>
    public void WakeBranches()
    {
        var standing = Standing;
        if (standing.Detachment is not null) return;
        Branches.Tell(BranchBook.Look.Instance, ActorRefs.NoSender);
        if (standing.ToWake.IsEmpty) return;
        foreach (var branch in standing.ToWake) Region.Tell(new SessionProtocol.SessionWake(branch.Session), ActorRefs.NoSender);
        _process.Standing.Update(woken => woken.Woken());
    }

    /// <summary>Leaves the cluster in order, at most for the given time, then just ends.</summary>
    public async Task LeaveAsync(TimeSpan longest)
    {
        Directory.Tell(new DirectoryProtocol.Drain(Hurries: true));
        if (_process.Consensus is { } seat) await seat.LeaveGroupAsync(LeaveGroupLongest);
        var left = CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        try
        {
            await left.WaitAsync(longest, _process.Time);
            await Ended.WaitAsync(longest, _process.Time);
        }
        catch (TimeoutException)
        {
            HostLog.LeaveTimedOut(Log, longest);
            await System.Terminate().WaitAsync(longest, _process.Time);
        }
    }

    public void Withdraw()
    {
        _ended.Cancel();
        _withdrawn.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Withdraw();
        // Akka.Hosting takes leaving for the end of the process and says so in its exit code; the process decides that itself.
        var exitCode = Environment.ExitCode;
        // A host that has to wait goes on in the thread pool: so it is left nothing to wait for.
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        await _host.StopAsync(CancellationToken.None);
        await (_host as IAsyncDisposable)!.DisposeAsync();
        Environment.ExitCode = exitCode;
        _ended.Dispose();
    }

    /// <summary>Callers go before the actors that serve them; the phase of the shutdown bounds the wait.</summary>
    private async Task<Akka.Done> LeaveCallersAsync()
    {
        _leaving.TrySetResult();
        await Withdrawn;
        return Akka.Done.Instance;
    }

    private async Task StartActorsAsync()
    {
        var process = _process;
        BeginExtensions(System);
        if (process.Consensus is { } seat) StartConsensus(seat);
        var history = await FindHistoryAsync();
        var sessionLog = process.Loggers.CreateLogger("Hanzo.Network.Sessions");
        var sessions = new SessionServices(
            Identity.NodeId, Identity.Incarnation, new NodeAgents(Identity.NodeId, process.Agents, process.Board),
            process.Effects, process.Store, Histories(), process.Gauge, process.Places,
            new SessionWaking(process.Time), () => process.Board.Current.SelfLeaves, process.Options.SessionIdle,
            process.Standing, process.Time, sessionLog)
        {
            Children = process.Children,
            Retention = process.Options.Retention,
        };
        var newSession = ActorsSetup.Of(System).Session;
        var placementLog = process.Loggers.CreateLogger("Hanzo.Network.Placement");
        Region = await ClusterSharding.Get(System).StartAsync(
            SessionRegion.TypeName,
            entityId => SlotIndexName.TryParseEntity(entityId, out var slot)
                ? SlotIndex.Props(sessions, slot)
                : newSession(sessions, entityId),
            ClusterShardingSettings.Create(System),
            new SessionExtractor(),
            new CapabilityAllocationStrategy(process.Board, process.Time, placementLog),
            SessionProtocol.SessionStop.Instance);
        var shards = new RunShards(sessions, System.ActorSelection($"/user/{NodeDirectory.Name}"));
        var runIds = new RunDirectoryServices(() => process.Journal.Id, shards, process.Board, process.Time, sessionLog);
        RunDirectory = await ClusterSharding.Get(System).StartAsync(
            RunDirectoryRegion.TypeName,
            id => Sessions.RunIds.RunDirectory.Props(runIds, id),
            ClusterShardingSettings.Create(System),
            new RunDirectoryRegion(),
            new RunDirectoryStrategy(process.Board),
            SessionProtocol.SessionStop.Instance);
        var directory = new DirectorySettings(
            Describe() with { History = history }, Region, process.Board, () => process.Device.Current,
            () => process.ServedModels, process.ReadLoad, () => process.Gauge.Busy, process.Time, placementLog)
        {
            AwaitsHolders = sessions.Histories.HaveIndex,
            Health = new HealthTimings(process.Options.HealthInterval),
            ReadTools = () => process.Effects.Tools.Names,
            ReadAddresses = () => process.Addresses.Others,
            ReadCutOff = () => Standing.Detachment?.Mark,
            ReadJournal = () => (process.Journal.Id, [.. process.FormerJournals]),
        };
        Directory = System.ActorOf(NodeDirectory.Props(directory), NodeDirectory.Name);
        State = System.ActorOf(SharedState.Props(new StateServices(
            process.Options.Network, Identity.NodeId, process.SharedState, process.Store, !process.Journal.IsPrivateMemory, process.Ids,
            process.Time, process.Loggers.CreateLogger("Hanzo.Network.State"))), SharedState.Name);
        if (process.Sources is { } sources)
            System.ActorOf(ModelHost.Props(sources, process.Time, process.Loggers.CreateLogger<ModelHost>()), ModelHost.Name);
        System.ActorOf(SlotSessions.Props(Region, sessionLog), SlotSessions.Name);
        if (process.Options.KeepSessions is { } keep)
            System.ActorOf(SessionSweeper.Props(sessions, Region, process.Board, keep), SessionSweeper.Name);
        if (sessions.Histories.HaveIndex)
        {
            System.ActorOf(RunJournal.Props(process.Store, sessions.Writer, sessionLog), RunJournal.Name);
            var holders = HolderBook.Props(Identity.NodeId, process.Board, Directory, process.Time, placementLog);
            System.ActorOf(BookKeeper.Props(holders), HolderBook.Name);
            var branches = BranchBook.Props(Identity.NodeId, process.Store, Region, IsCutOff, process.Time, sessionLog);
            Branches = System.ActorOf(BookKeeper.Props(branches), BranchBook.Name);
            System.ActorOf(SlotWaker.Props(process.Store, Region, process.Board, Directory, IsCutOff, sessionLog), SlotWaker.Name);
        }

        StartChoices();
        if (process.Consensus is { } keeper) StartJournalKeeper(keeper);
        System.ActorOf(QuarantineWatch.Props(Log), QuarantineWatch.Name);
        JoiningSetup.Start(System, Identity);
    }

    /// <summary>What must be the same on all nodes.</summary>
    private void StartChoices()
    {
        var (seat, choices) = (_process.Consensus, _process.Choices);
        if (seat is not null && choices is not null)
            System.ActorOf(AgentWatch.Props(seat, new AgentGroup(choices), Directory, _process), AgentWatch.Name);
        if (_process.Security is not { } security) return;
        var group = seat is not null && choices is not null ? new RevocationGroup(seat, choices) : null;
        var log = _process.Loggers.CreateLogger("Hanzo.Network.Security");
        System.ActorOf(RevocationKeeper.Props(security, group, log), RevocationKeeper.Name);
    }

    private NodeHistories Histories() =>
        new(Identity.NodeId, () => _process.Journal, () => _process.FormerJournals, _process.Board);

    private void StartJournalKeeper(ConsensusSeat seat)
    {
        if (_process.Store is IMovingEventStore moving) moving.Merge = SlotIndexMerge.EventsOfAsync;
        var log = _process.Loggers.CreateLogger("Hanzo.Network.Journal");
        System.ActorOf(JournalKeeper.Props(_process, seat, log), JournalKeeper.Name);
    }

    private void StartConsensus(ConsensusSeat seat) => System.ActorOf(
        ConsensusActor.Props(new ConsensusServices(
            _process.Options.Network, Identity.NodeId, seat, ConsensusActor.Settings, () => _process.IsDraining || seat.IsLeaving,
            _process.Notices.Tell,
            _process.Ids, _process.Time, _process.Loggers.CreateLogger("Hanzo.Network.Consensus"))),
        ConsensusActor.Name);

    // Akka.NET adds an extension's defaults to the settings as it begins: of two that actors begin at once, one may miss its own.
    private static void BeginExtensions(ActorSystem system)
    {
        DistributedData.Get(system);
        ClusterSharding.Get(system);
        Akka.Persistence.Persistence.Instance.Apply(system);
    }

    private bool IsCutOff() => Standing.Detachment is not null;

    /// <summary>
    /// Others must know what this node has before they give its slots away. A journal that others read as well they tell of; of its own
    /// only this node can, so it does not take part before it knows.
    /// </summary>
    private async Task<ImmutableSortedSet<string>> FindHistoryAsync()
    {
        // Of a journal that is replicated the waker tells as soon as it can be read.
        if (_process.Journal.IsPrivateMemory || _process.Journal.IsReplicated) return [];
        // What has gone over others tell of as well.
        var store = _process.Store is IMovingEventStore moving ? moving.Own : _process.Store;
        var deadline = _process.Time.Elapsed() + HistoryWithin;
        while (true)
        {
            try
            {
                var slots = await SlotIndexName.FindAsync(store, EndedToken).WaitAsync(HistoryAttempt, _process.Time);
                var noted = await NotedBranches.ReadAsync(store, Identity.NodeId, EndedToken)
                    .WaitAsync(HistoryAttempt, _process.Time);
                var branches = noted.Sessions.Select(branch => branch.Slot.ToString());
                return slots.Concat(branches).ToImmutableSortedSet(StringComparer.Ordinal);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                HostLog.HistoryNotFound(Log, error);
                // The waker asks again, as long as it takes.
                if (_process.Journal.Durability == Durability.Shared) return [];
                if (_process.Time.Elapsed() >= deadline) throw;
                await Task.Delay(HistoryAgainAfter, _process.Time, EndedToken);
            }
        }
    }

    private NodeDescription Describe() => new()
    {
        NodeId = Identity.NodeId,
        Revision = 1,
        Incarnation = Identity.Incarnation,
        Runtime = Identity.Runtime,
        Version = Identity.Version,
        Device = _process.Device.Current,
        Agents = [.. _process.Agents.Values],
        Tools = _process.Effects.Tools.Names,
        Models = _process.ServedModels,
        Journal = _process.Journal.Id,
        JournalKind = _process.JournalKind,
        FormerJournals = [.. _process.FormerJournals],
        HttpUrl = _process.Options.HttpUrl,
        Draining = _process.IsDraining,
        CutOff = Standing.Detachment?.Mark,
    };

    private static NodeIdentity IdentityOf(NodeProcess process, ActorSystem system)
    {
        var self = Akka.Cluster.Cluster.Get(system).SelfAddress;
        if (!NodeAddress.TryCreate(self.Host, self.Port ?? 0, out var address))
            throw new InvalidOperationException($"the actor system has no address that peers could dial: '{self}'.");
        var (options, incarnation) = (process.Options, process.Ids.NewUlid());
        return new NodeIdentity(
            options.Network, options.NodeId, incarnation, address, RuntimeName.Current, NetworkVersion.Current, options.Protocol);
    }

    private ILogger Log => _process.Loggers.CreateLogger("Hanzo.Network.Hosting");
}
