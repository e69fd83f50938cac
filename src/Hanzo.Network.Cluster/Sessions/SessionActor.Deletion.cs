using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Partitions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The end of a session that nobody uses or wants any more: its last event first, then the deletion of all before.</summary>
internal partial class SessionActor
{
    /// <summary>Then its last event may go as well, also by a clock that is a little behind.</summary>
    private static readonly TimeSpan ForgetAfter = SessionAging.LeastGrave + TimeSpan.FromSeconds(5);

    private DateTimeOffset _lastUse;
    private ImmutableArray<string> _givenIds = [];
    private bool _isRetiring;

    private void OnRetire(SessionRetire retire)
    {
        var (asker, isWanted, keep) = (Sender, retire.IsWanted, _services.Retention.KeepSessions);
        if (isWanted && WhyNotDelete() is { } refusal)
        {
            asker.Tell(Answer(SessionStep.Keep, refusal));
            return;
        }

        if (isWanted && !MayRetire) return;
        var gone = isWanted ? SessionAging.WhyGone(_state) : null;
        var step = MayRetire ? SessionAging.Decide(_state, _lastUse, Now, keep, isWanted) : SessionStep.Keep;
        switch (step)
        {
            case SessionStep.Keep:
                asker.Tell(new SessionRetired(_session, step));
                break;
            case SessionStep.Delete:
                var why = isWanted ? SessionAging.OnRequest : SessionAging.UnusedText(keep!.Value);
                _givenIds = GivenIds();
                _isRetiring = true;
                Record(SessionAging.Delete(why, Now), _ =>
                {
                    SessionLog.Deleted(_services.Log, PersistenceId, why);
                    Clear(asker, step, gone);
                });
                break;
            default:
                _isRetiring = true;
                Clear(asker, step, gone);
                break;
        }
    }

    /// <summary>Null: it may be, as soon as nothing is under way in this actor.</summary>
    private Refusal? WhyNotDelete()
    {
        if (_unreadable is not null) return new Refusal(NetworkError.Unavailable, _unreadable);
        if (_isStopping || _isRetiring || _entry.HasStarts || _beginning is not null) return null;
        if (_sequence == 0) return _services.Histories.WhyUnknown(_session);
        if (_services.Standing.Current.Detachment is { } detachment)
            return PartitionRules.NeedsNetwork(detachment, $"session {_session} cannot be deleted here");
        return SessionAging.WhyInUse(_state);
    }

    /// <summary>It has nothing to do, and this is the place to say that it never will.</summary>
    private bool MayRetire =>
        _unreadable is null && !_isStopping && !_isRetiring && _sequence > 0 && _state.IsIdle && _effects.UnderWay == 0
        && !_isSaving && !_entry.HasStarts && _beginning is null && MayWrite && _services.Standing.Current.Detachment is null;

    /// <param name="gone">To be told to the asker, as another one has had it deleted before; null: nothing is.</param>
    private void Clear(IActorRef asker, SessionStep step, Refusal? gone)
    {
        var grave = new SessionGrave(_services.Store, _session, _sequence, _givenIds);
        grave.ClearAsync(forgets: step is SessionStep.Forget).PipeTo(
            Self, success: () => new Retired(asker, step, gone, Error: null), failure: error => new Retired(asker, step, gone, error));
    }

    private void OnRetired(Retired retired)
    {
        _isRetiring = false;
        if (retired.Error is { } error)
        {
            SessionLog.NotCleared(_services.Log, error, PersistenceId);
            var text = SessionAging.NotClearedText(_session, error.Message);
            retired.Asker.Tell(Answer(SessionStep.Keep, new Refusal(NetworkError.Unconfirmed, text)));
        }
        else
        {
            retired.Asker.Tell(Answer(retired.Step, retired.Gone));
            if (retired.Step is SessionStep.Delete) ForgetLater();
        }

        Context.Parent.Tell(new Passivate(SessionStop.Instance));
    }

    /// <summary>Where old sessions are looked for, this one is found.</summary>
    private void ForgetLater()
    {
        if (_services.Retention.KeepSessions is not null) return;
        var region = ClusterSharding.Get(Context.System).ShardRegion(SessionRegion.TypeName);
        Context.System.Scheduler.ScheduleTellOnce(ForgetAfter, region, new SessionRetire(_session), ActorRefs.NoSender);
    }

    private SessionRetired Answer(SessionStep step, Refusal? refusal) =>
        new(_session, step) { Error = refusal?.Error, Message = refusal?.Message };

    /// <summary>That callers have chosen for its runs.</summary>
    private ImmutableArray<string> GivenIds() =>
        [.. _state.Runs.Values.Select(run => GivenRunId.OfRequest(run.RequestId)).OfType<string>()];

    /// <param name="Gone">As in <see cref="Clear"/>.</param>
    /// <param name="Error">Why not all is done; null: it is.</param>
    private sealed record Retired(IActorRef Asker, SessionStep Step, Refusal? Gone, Exception? Error);
}
