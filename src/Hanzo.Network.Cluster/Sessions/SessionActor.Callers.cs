using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What callers ask of runs that there are.</summary>
internal partial class SessionActor
{
    /// <summary>Who want runs cancelled and wait for that; further ones hear how the run is then.</summary>
    private const int MostCancels = 64;

    private readonly List<(long Run, IActorRef Asker)> _cancels = [];

    private void OnWatch(RunWatch watch)
    {
        if (Declines(watch.Run)) return;
        if (_state.Runs.TryGetValue(watch.Run.Number, out var run) && (run.IsFinished || watch.After <= _sequence))
            Watch(run.Number, Sender, watch.After, watch.Credit);
        else
            _journal.Look(watch.Run, Sender, watch.After);
    }

    private void OnGet(RunId run)
    {
        if (Declines(run)) return;
        if (_state.ResultOf(run.Number) is { } found) Sender.Tell(new RunFound(found));
        else _journal.Look(run, Sender);
    }

    private void OnAnswer(RunAnswer answer)
    {
        if (Declines(answer.Run)) return;
        var (sender, run) = (Sender, answer.Run.Number);
        if (!_state.Runs.ContainsKey(run)) _journal.Look(answer.Run, sender);
        else if (!IsCutOffFrom(answer.Run))
            Decide(
                new AnswerApproval(run, new ApprovalId(answer.Step, answer.Number), answer.Approved, answer.Reason),
                decision => sender.Tell(new RunAnswered(_state.ResultOf(run)!, decision.Refusal?.Message)));
    }

    private void OnCancel(RunCancel cancel)
    {
        if (Declines(cancel.Run)) return;
        var (sender, run) = (Sender, cancel.Run.Number);
        if (!_state.Runs.ContainsKey(run)) _journal.Look(cancel.Run, sender);
        else if (!IsCutOffFrom(cancel.Run))
            Decide(new CancelRun(run, cancel.Reason), decision => OnCancelAsked(run, sender, decision.Refusal));
    }

    private void OnCancelAsked(long run, IActorRef asker, Refusal? refusal)
    {
        if (refusal is null && !_state.Runs[run].IsFinished && _cancels.Count < MostCancels) _cancels.Add((run, asker));
        else asker.Tell(new RunAnswered(_state.ResultOf(run)!, refusal?.Message));
    }

    private void AnswerCancels(long run)
    {
        foreach (var (_, asker) in _cancels.Where(cancel => cancel.Run == run)) asker.Tell(new RunAnswered(_state.ResultOf(run)!, null));
        _cancels.RemoveAll(cancel => cancel.Run == run);
    }

    /// <summary>Who is outdated stops; the asker asks again, and finds a session that has read everything.</summary>
    private void OnJournalEnd(SessionJournalReader.End end)
    {
        if (end.Highest <= _sequence)
        {
            var held = _sequence == 0 ? _services.Histories.WhyHeld(_session) : null;
            end.Asker.Tell(_state.Runs.ContainsKey(end.Unknown.Number)
                ? new RunDeclined(end.Unknown, NetworkError.InvalidRequest, Ahead(end))
                : new RunUnknown(end.Unknown, _services.NodeId) { Held = held });
            return;
        }

        SessionLog.Outdated(_services.Log, PersistenceId);
        Context.Stop(Self);
    }

    private string Ahead(SessionJournalReader.End end) =>
        $"run {end.Unknown} cannot be watched after event {end.After}: its session has {_sequence} events so far.";

    /// <summary>What is known of a session that was not read to its end is of the past.</summary>
    private bool Declines(RunId run)
    {
        if (_unreadable is not null) Sender.Tell(new RunDeclined(run, NetworkError.Unavailable, _unreadable));
        return _unreadable is not null;
    }

    private void Watch(long run, IActorRef watcher, long after, int credit)
    {
        _watchers.Add(run, watcher, after, credit, catchingUp: true);
        _journal.Read(run, watcher, Math.Max(after, _runs.FirstSequence(run) - 1), _sequence);
    }

    private void OnCaughtUp(SessionWatchers.CaughtUp read)
    {
        if (read.Deleted is { } deleted && _runs.MayHave(read.Run, deleted.First))
        {
            var run = new RunId(_session, read.Run);
            var text = $"events of run {run} were deleted: those of its session up to {deleted.Last}. Its result can be asked for.";
            _watchers.Remove(read.Run, read.To);
            read.To.Tell(new RunDeclined(run, NetworkError.EventsDeleted, text));
            return;
        }

        if (_watchers.CatchUp(read, _sequence, _state.Runs[read.Run].IsFinished)) _deltas.FlushInTime();
        else _journal.Read(read.Run, read.To, read.ReadTo, _sequence);
    }

    private void OnReadFailed(Status.Failure failure) => SessionLog.RecoveryFailed(_services.Log, failure.Cause, PersistenceId);
}
