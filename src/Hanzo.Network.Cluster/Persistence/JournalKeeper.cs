using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>
/// Sees to it that the network's journal becomes replicated when that can be, and that this node's own histories go over into it; and
/// tells people how far that is, and when the loss of one more node would stop writing.
/// </summary>
internal sealed class JournalKeeper : ReceiveActor, IWithTimers
{
    public const string Name = "journal-keeper";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly NodeProcess _process;
    private readonly ConsensusSeat _seat;
    private readonly IMovingEventStore? _store;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopped = new();
    private JournalPhase _told;
    private bool _isAtWork;

    public JournalKeeper(NodeProcess process, ConsensusSeat seat, ILogger log)
    {
        (_process, _seat, _log) = (process, seat, log);
        _store = process.Store as IMovingEventStore;
        _told = _store?.Move.Phase ?? JournalPhase.Local;
        Receive<Look>(_ => OnLook());
        Receive<Worked>(_ => _isAtWork = false);
        Receive<Status.Failure>(failure => OnFailed(failure.Cause));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="seat">Of the process.</param>
    public static Props Props(NodeProcess process, ConsensusSeat seat, ILogger log) =>
        Akka.Actor.Props.Create(() => new JournalKeeper(process, seat, log));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, Period, Period);

    protected override void PostStop()
    {
        _process.Health.Stands(null);
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnLook()
    {
        var state = _seat.Store.State;
        _process.FormerJournals = JournalKeys.MovedIn(state);
        var status = _seat.Status.Current;
        var isChosen = state.Entries.ContainsKey(JournalPlan.Key);
        var advice = isChosen || status.Raft is not { Config.IsJoint: false } raft
            ? new JournalAdvice(false)
            : JournalPlan.Decide(raft.Config.Voters, Nodes());
        if (isChosen) Follow();
        else if (advice.IsChosen && status.Raft!.Role == RaftRole.Leader) Put(JournalPlan.Key, JournalPlan.Replicated);
        _process.Notices.Tell(JournalNotices.ChoiceKey, advice.Problem);
        _process.Notices.Tell(JournalNotices.MoveKey, _store is null ? null : JournalNotices.OfMove(_store.Move));
        _process.Notices.Tell(JournalNotices.KeptKey, _store is null ? null : JournalNotices.OfKept(_store.Move));
        TellOfCopies(status);
    }

    private List<JournalNode> Nodes() =>
    [
        .. from node in _process.Board.Current.Nodes.Values
           where node.Membership is NodeMembership.Up
           select new JournalNode(node.NodeId ?? node.Address, node.Description?.Journal, node.Description?.JournalKind),
    ];

    private void Follow()
    {
        if (_store is null) return;
        _store.Choose();
        var move = _store.Move;
        if (_told != move.Phase) JournalKeeperLog.Phase(_log, _told, move.Phase, move.Moved, move.Bytes);
        _told = move.Phase;
        if (move.Phase is not JournalPhase.Moved || _isAtWork) return;
        if (!_process.FormerJournals.Contains(_store.OwnJournalId))
        {
            Put(JournalKeys.OfMoved(_store.OwnJournalId), _store.OwnJournalId);
            return;
        }

        _isAtWork = true;
        _store.CompleteAsync().PipeTo(Self, success: () => Worked.Instance);
    }

    private void TellOfCopies(GroupStatus status)
    {
        var voters = _process.Journal.IsReplicated && status.Raft is { } raft ? raft.Config.Voters : [];
        var nodes = _process.Board.Current.Nodes;
        var problem = JournalNotices.OfTooFew(voters, IsThere);
        _process.Health.Stands(problem);
        _process.Notices.Tell(
            JournalNotices.CopiesKey, problem ?? JournalNotices.OfCopies(voters, IsThere, _store is not null));

        bool IsThere(string id) =>
            nodes.Values.Any(node => node is { Membership: NodeMembership.Up, Reachable: true } && node.NodeId == id);
    }

    /// <summary>Unless it is there: who asks twice changes nothing.</summary>
    private void Put(string key, string value)
    {
        if (_isAtWork) return;
        _isAtWork = true;
        JournalKeeperLog.Proposes(_log, key, value);
        var put = new KeyValueCommand.Transact([Comparison.IsUnchanged(key, 0)], [new Operation.Put(key, value, 0)], []);
        _seat.ProposeAsync(KeyValuePart.PartKind, KeyValueCodec.Write(new KeyValueRequest(put)), _stopped.Token).AsTask()
            .PipeTo(Self, success: _ => Worked.Instance);
    }

    private void OnFailed(Exception cause)
    {
        _isAtWork = false;
        if (cause is not OperationCanceledException) JournalKeeperLog.Failed(_log, cause);
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Worked
    {
        public static readonly Worked Instance = new();
    }
}

/// <summary>What the group knows of journals that are empty by now.</summary>
internal static class JournalKeys
{
    private static readonly ImmutableSortedSet<string> None = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <param name="journal">Names a file: what is before its place is its own.</param>
    public static string OfMoved(string journal) =>
        JournalPlan.MovedPrefix + Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(journal)).AsSpan(0, 16));

    public static ImmutableSortedSet<string> MovedIn(KeyValueState state) => state.Entries.ContainsKey(JournalPlan.Key)
        ? None.Union(state.Under(JournalPlan.MovedPrefix).Select(moved => moved.Value.Value))
        : None;
}

internal static partial class JournalKeeperLog
{
    [LoggerMessage(5600, LogLevel.Information,
        "The histories of this node's own journal: {Before} before, {Phase} now; {Moved} have gone over with {Bytes} bytes.")]
    public static partial void Phase(ILogger log, JournalPhase before, JournalPhase phase, long moved, long bytes);

    [LoggerMessage(5601, LogLevel.Information, "Of the network's journal this node proposes {Key} = {Value}.")]
    public static partial void Proposes(ILogger log, string key, string value);

    [LoggerMessage(5602, LogLevel.Warning, "What was proposed of the network's journal was not decided; it is tried again.")]
    public static partial void Failed(ILogger log, Exception error);
}
