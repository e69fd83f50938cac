using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Partitions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>
/// A session's entry in the index of its slot: recorded before a run is, and until none is unfinished. Starts of runs wait for it;
/// what is lost on the way, the callers' repetitions ask for again.
/// </summary>
/// <param name="region">Of the sessions and their indices; null: the journal has none.</param>
/// <param name="self">The session.</param>
internal sealed class SlotEntry(Board<Standing> standing, SessionId session, IActorRef? region, IActorRef self)
{
    private readonly List<(RunStart Start, IActorRef Sender)> _starts = [];
    private long _ask;
    private bool _isInIndex;

    /// <summary>A run may be recorded.</summary>
    public bool IsRecorded => _isInIndex || !MayTell;

    /// <summary>Runs are to be recorded as soon as the index has answered.</summary>
    public bool HasStarts => _starts.Count > 0;

    /// <summary>Who is cut off does not write into indices that may be another's by now.</summary>
    private bool MayTell => region is not null && standing.Current.Detachment is null;

    /// <summary>The session is at work, perhaps since its node was cut off: then it is in no index yet.</summary>
    public void Require()
    {
        if (!IsRecorded) Ask();
    }

    /// <summary>The session begins here: the index does so as well, and wakes the others of the slot.</summary>
    public void Begin(bool isIdle)
    {
        if (!isIdle) Ask();
        else if (MayTell) region!.Tell(new SlotClose(session), self);
    }

    /// <summary>Keeps the start until the index has answered; a repetition of one that waits asks again.</summary>
    public void Wait(RunStart start, IActorRef sender)
    {
        _starts.RemoveAll(waiting => waiting.Start.Request == start.Request);
        if (_starts.Count > ConversationLimits.MaxQueued)
        {
            Refuse(start, sender, $"{_starts.Count} runs of session {session} wait to be recorded, the most that may.");
            return;
        }

        _starts.Add((start, sender));
        Ask();
    }

    /// <summary>The starts that waited for it are told to the session again; an answer to an earlier question is none.</summary>
    public void Answered(SlotOpened answer, bool isIdle)
    {
        if (answer.Ask != _ask) return;
        _isInIndex = answer.Refusal is null;
        if (isIdle && _starts.Count == 0) End();
        var error = answer.IsUnreadable ? NetworkError.Unavailable : NetworkError.TooManyQueued;
        foreach (var (start, sender) in _starts)
        {
            if (answer.Refusal is { } why) Refuse(start, sender, why, error);
            else self.Tell(start, sender);
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
        if (!MayTell || _starts.Count > 0) return;
        _isInIndex = false;
        _ask++;
        region!.Tell(new SlotClose(session), self);
    }

    private static void Refuse(RunStart start, IActorRef sender, string why, NetworkError error = NetworkError.TooManyQueued) =>
        sender.Tell(new RunRefused(start.Request, error, why));

    private void Ask()
    {
        if (MayTell) region!.Tell(new SlotOpen(session, ++_ask), self);
    }
}
