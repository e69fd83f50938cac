using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The end of a session that nobody uses any more: its last event first, then the deletion of all before.</summary>
internal partial class SessionActor
{
    private DateTimeOffset _lastUse;
    private ImmutableArray<string> _givenIds = [];
    private bool _isRetiring;

    private void OnRetire(SessionRetire retire)
    {
        var asker = Sender;
        var step = MayRetire ? SessionAging.Decide(_state, _lastUse, Now, _services.Retention.KeepSessions) : SessionStep.Keep;
        switch (step)
        {
            case SessionStep.Keep:
                asker.Tell(new SessionRetired(_session, step));
                break;
            case SessionStep.Delete:
                var why = SessionAging.UnusedText(_services.Retention.KeepSessions!.Value);
                _givenIds = GivenIds();
                _isRetiring = true;
                Record(SessionAging.Delete(why, Now), _ =>
                {
                    SessionLog.Deleted(_services.Log, PersistenceId, why);
                    Clear(asker, step);
                });
                break;
            default:
                _isRetiring = true;
                Clear(asker, step);
                break;
        }
    }

    /// <summary>It has nothing to do, and this is the place to say that it never will.</summary>
    private bool MayRetire =>
        _unreadable is null && !_isStopping && !_isRetiring && _sequence > 0 && _state.IsIdle && _effects.UnderWay == 0
        && !_entry.HasStarts && _beginning is null && MayWrite && _services.Standing.Current.Detachment is null;

    private void Clear(IActorRef asker, SessionStep step)
    {
        var grave = new SessionGrave(_services.Store, _session, _sequence, _givenIds);
        grave.ClearAsync(forgets: step is SessionStep.Forget).PipeTo(
            Self, success: () => new Retired(asker, step, Error: null), failure: error => new Retired(asker, step, error));
    }

    private void OnRetired(Retired retired)
    {
        _isRetiring = false;
        if (retired.Error is { } error) SessionLog.NotCleared(_services.Log, error, PersistenceId);
        retired.Asker.Tell(new SessionRetired(_session, retired.Error is null ? retired.Step : SessionStep.Keep));
        Context.Parent.Tell(new Passivate(SessionStop.Instance));
    }

    /// <summary>That callers have chosen for its runs.</summary>
    private ImmutableArray<string> GivenIds() =>
        [.. _state.Runs.Values.Select(run => GivenRunId.OfRequest(run.RequestId)).OfType<string>()];

    /// <param name="Error">Why not all is done; null: it is.</param>
    private sealed record Retired(IActorRef Asker, SessionStep Step, Exception? Error);
}
