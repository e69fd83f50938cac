using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>
/// A session's entry in the index of its slot: recorded before a run is, and until none is unfinished. Starts of runs wait for it;
/// what is lost on the way, the callers' repetitions ask for again.
/// </summary>
internal sealed class SlotEntry
{
    private readonly SessionId _session;
    private readonly IActorRef _self;
    private readonly IActorRef? _region;
    private readonly List<(RunStart Start, IActorRef Sender)> _starts = [];
    private long _ask;

    public SlotEntry(SessionServices services, SessionId session, ActorSystem system, IActorRef self)
    {
        (_session, _self) = (session, self);
        // Who is cut off does not write into indices that may be another's by now.
        var isCutOff = services.Standing.Current.Detachment is not null;
        if (services.Histories.HaveIndex && !isCutOff) _region = ClusterSharding.Get(system).ShardRegion(SessionRegion.TypeName);
        IsRecorded = _region is null;
    }

    /// <summary>A run may be recorded.</summary>
    public bool IsRecorded { get; private set; }

    /// <summary>The session begins here: the index does so as well, and wakes the others of the slot.</summary>
    public void Begin(bool isIdle)
    {
        if (isIdle) _region?.Tell(new SlotClose(_session), _self);
        else Ask();
    }

    /// <summary>Keeps the start until the index has answered; a repetition of one that waits asks again.</summary>
    public void Wait(RunStart start, IActorRef sender)
    {
        _starts.RemoveAll(waiting => waiting.Start.Request == start.Request);
        if (_starts.Count > ConversationLimits.MaxQueued)
        {
            Refuse(start, sender, $"{_starts.Count} runs of session {_session} wait to be recorded, the most that may.");
            return;
        }

        _starts.Add((start, sender));
        Ask();
    }

    /// <summary>The starts that waited for it are told to the session again; an answer to an earlier question is none.</summary>
    public void Answered(SlotOpened answer, bool isIdle)
    {
        if (answer.Ask != _ask) return;
        IsRecorded = answer.Refusal is null;
        if (isIdle && _starts.Count == 0) End();
        var error = answer.IsUnreadable ? NetworkError.Unavailable : NetworkError.TooManyQueued;
        foreach (var (start, sender) in _starts)
        {
            if (answer.Refusal is { } why) Refuse(start, sender, why, error);
            else _self.Tell(start, sender);
        }

        _starts.Clear();
    }

    /// <summary>The session has no unfinished runs any more.</summary>
    public void End()
    {
        if (IsRecorded) Close();
    }

    /// <summary>As <see cref="End"/>, of an entry of which this life of the session may not know. With starts that wait: nothing.</summary>
    public void Close()
    {
        if (_region is null || _starts.Count > 0) return;
        IsRecorded = false;
        _ask++;
        _region.Tell(new SlotClose(_session), _self);
    }

    private static void Refuse(RunStart start, IActorRef sender, string why, NetworkError error = NetworkError.TooManyQueued) =>
        sender.Tell(new RunRefused(start.Request, error, why));

    private void Ask() => _region?.Tell(new SlotOpen(_session, ++_ask), _self);
}
