using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Consensus;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// Tells this node's registry which agents the group has decided on, as far as its member has come, also one that was away or that
/// begins anew with its log. Where the group's leader is, it also has the group take over what only nodes know.
/// </summary>
internal sealed class AgentWatch : ReceiveActor, IWithTimers
{
    public const string Name = "agents";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopped = new();
    private readonly ConsensusSeat _seat;
    private readonly AgentGroup _group;
    private readonly IActorRef _directory;
    private readonly NodeProcess _process;
    private readonly ILogger _log;
    private readonly CommittedAgents _committed;
    private ImmutableSortedDictionary<string, string> _conflicts =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    private object? _toldOf;
    private (DeployedAgents Known, object Committed)? _compared;
    private bool _isRepairing;
    private string? _problem;

    public AgentWatch(ConsensusSeat seat, AgentGroup group, IActorRef directory, NodeProcess process)
    {
        (_seat, _group, _directory, _process) = (seat, group, directory, process);
        _log = process.Loggers.CreateLogger("Hanzo.Network.Placement");
        _committed = new CommittedAgents(new UnreadableValues(_log));
        Receive<Look>(_ => OnLook());
        Receive<Compare>(_ => OnCompare());
        Receive<Repaired>(OnRepaired);
        Receive<NotRepaired>(OnNotRepaired);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ConsensusSeat seat, AgentGroup group, IActorRef directory, NodeProcess process) =>
        Akka.Actor.Props.Create(() => new AgentWatch(seat, group, directory, process));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Look), Look.Instance, LookEvery);
        Timers.StartPeriodicTimer(nameof(Compare), Compare.Instance, CompareEvery);
        OnLook();
    }

    protected override void PostStop() => _stopped.Cancel();

    private void OnLook()
    {
        foreach (var changed in _committed.Read(_seat.Store.State))
            if (changed.Value is { } agent) _directory.Tell(new Committed(agent, IsAwaited: false));
        TellConflicts();
    }

    private void TellConflicts()
    {
        var state = _seat.Store.State;
        if (ReferenceEquals(state.Entries, _toldOf)) return;
        _toldOf = state.Entries;
        var conflicts = AgentConflicts.In(state);
        foreach (var settled in _conflicts.Keys.Where(name => !conflicts.ContainsKey(name))) _process.Notices.Tell(NoticeOf(settled), null);
        foreach (var (name, text) in conflicts.Except(_conflicts))
        {
            RegistryLog.Conflicting(_log, text);
            _process.Notices.Tell(NoticeOf(name), text);
        }
        _conflicts = conflicts;
    }

    /// <summary>What has not changed since the last time needs no comparing.</summary>
    private void OnCompare()
    {
        if (_isRepairing || _seat.Status.Current.Raft is not { Role: RaftRole.Leader }) return;
        OnLook();
        var (known, committed) = (_process.Board.Current.Deployed, _committed.Current);
        if (_compared is { } last && ReferenceEquals(last.Known, known) && ReferenceEquals(last.Committed, committed)) return;
        if (_group.Repairs(committed, known).IsEmpty)
        {
            _compared = (known, committed);
            return;
        }

        _isRepairing = true;
        _group.RepairAsync(known, _stopped.Token).PipeTo(
            Self, success: repairs => new Repaired(repairs), failure: cause => new NotRepaired(cause));
    }

    private void OnRepaired(Repaired repaired)
    {
        (_isRepairing, _problem) = (false, null);
        foreach (var repair in repaired.Repairs)
        {
            if (repair.Conflict is null) RegistryLog.TakenOver(_log, repair.Next.Name, repair.Next.Version);
        }

        OnLook();
    }

    private void OnNotRepaired(NotRepaired failed)
    {
        _isRepairing = false;
        if (_stopped.IsCancellationRequested || failed.Cause.Message == _problem) return;
        _problem = failed.Cause.Message;
        RegistryLog.NotTakenOver(_log, _problem);
    }

    private static string NoticeOf(string name) => $"agents.conflict.{name}";

    private sealed record Repaired(ImmutableArray<AgentRepair> Repairs);

    private sealed record NotRepaired(Exception Cause);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Compare
    {
        public static readonly Compare Instance = new();
    }
}
