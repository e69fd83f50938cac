using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What callers ask of runs that there are.</summary>
internal partial class SessionActor
{
    private readonly SessionCancels _cancels = new();

    private Refusal? WhyNot(RunStart start)
    {
        if (_unreadable is not null) return new Refusal(NetworkError.Unavailable, _unreadable);
        if (SessionAging.WhyGone(_state) is { } gone) return gone;
        if (_services.Agents.WhyNot(_session.Agent) is { } missing) return missing;
        return start.Continues && _sequence == 0 ? _services.Histories.WhyUnknown(_session) : null;
    }

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
        var question = new ApprovalId(answer.Step, answer.Number);
        if (!_state.Runs.ContainsKey(run)) _journal.Look(answer.Run, sender);
        else if (!IsCutOffFrom(answer.Run))
            Decide(
                new AnswerApproval(run, question, answer.Approved, answer.Reason) { Words = answer.Words },
                decision => sender.Tell(new RunAnswered(_state.ResultOf(run)!, decision.Refusal?.Message)));
    }

    private void OnCancel(RunCancel cancel)
    {
        if (Declines(cancel.Run)) return;
        var (sender, run) = (Sender, cancel.Run.Number);
        if (!_state.Runs.ContainsKey(run)) _journal.Look(cancel.Run, sender);
        else if (!IsCutOffFrom(cancel.Run))
            Decide(new CancelRun(run, cancel.Reason), decision => _cancels.Asked(_state.ResultOf(run)!, sender, decision.Refusal));
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

    /// <summary>What is known of a session that was not read to its end is of the past, and so is a deleted one.</summary>
    private bool Declines(RunId run)
    {
        var why = _unreadable is null ? SessionAging.WhyGone(_state) : new Refusal(NetworkError.Unavailable, _unreadable);
        if (why is not null) Sender.Tell(new RunDeclined(run, why.Error, why.Message));
        return why is not null;
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
