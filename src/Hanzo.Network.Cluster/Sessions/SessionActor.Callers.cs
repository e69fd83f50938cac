using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What callers ask of runs that there are.</summary>
internal partial class SessionActor
{
    private void OnWatch(RunWatch watch)
    {
        if (_state.Runs.ContainsKey(watch.Run.Number)) Watch(watch.Run.Number, Sender, watch.After, watch.Credit);
        else _journal.Look(watch.Run, Sender);
    }

    private void OnGet(RunId run)
    {
        if (_state.ResultOf(run.Number) is { } found) Sender.Tell(new RunFound(found));
        else _journal.Look(run, Sender);
    }

    private void OnAnswer(RunAnswer answer)
    {
        var (sender, run) = (Sender, answer.Run.Number);
        if (!_state.Runs.ContainsKey(run)) _journal.Look(answer.Run, sender);
        else
            Decide(
                new AnswerApproval(run, answer.Step, answer.Approved, answer.Reason),
                decision => sender.Tell(new RunAnswered(_state.ResultOf(run)!, decision.Refusal?.Message)));
    }

    /// <summary>Who is outdated stops; the asker asks again, and finds a session that has read everything.</summary>
    private void OnJournalEnd(SessionJournalReader.End end)
    {
        if (end.Highest <= _sequence)
        {
            var held = _sequence == 0 ? _services.Histories.WhyHeld(_session) : null;
            end.Asker.Tell(new RunUnknown(end.Unknown, _services.NodeId) { Held = held });
            return;
        }

        SessionLog.Outdated(_services.Log, PersistenceId);
        Context.Stop(Self);
    }

    private void Watch(long run, IActorRef watcher, long after, int credit)
    {
        _watchers.Add(run, watcher, after, credit, catchingUp: true);
        _journal.Read(run, watcher, Math.Max(after, _runs.FirstSequence(run) - 1), _sequence);
    }

    private void OnCaughtUp(SessionWatchers.CaughtUp read)
    {
        if (_watchers.CatchUp(read, _sequence)) _deltas.FlushInTime();
        else _journal.Read(read.Run, read.To, read.ReadTo, _sequence);
    }

    private void OnReadFailed(Status.Failure failure) => SessionLog.RecoveryFailed(_services.Log, failure.Cause, PersistenceId);
}
