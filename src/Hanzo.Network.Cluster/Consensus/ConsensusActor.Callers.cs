using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>What this node's callers, and those of other members, ask of the group.</summary>
internal sealed partial class ConsensusActor
{
    private const int MaxForwards = 4_096;
    private const string NoMember = "this node is no member of the group yet.";

    /// <summary>Without an answer of the leader nobody knows what has become of a command.</summary>
    private static readonly TimeSpan ForwardLongest = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, Forwarded> _forwards = [];
    private readonly Dictionary<long, TaskCompletionSource<Outcome>> _reads = [];
    private long _calls;

    private void ReceiveCallers()
    {
        Receive<Propose>(OnPropose);
        Receive<CatchUp>(OnCatchUp);
        Receive<Forward>(OnForward);
        Receive<ForwardOutcome>(OnForwardOutcome);
    }

    private string Explain(Refusal refusal) => refusal switch
    {
        Refusal.NotLeader => ConsensusSeat.NoLeader,
        Refusal.Busy => "the group is busy: as much as may be is under way.",
        Refusal.TooLarge => $"a command has more than {RaftSettings.MaxPayloadBytes} bytes.",
        Refusal.Closed => IsClosed ? ClosedReason : "the group is being closed: its members go over into an older one.",
        Refusal.NewerCommand =>
            "the group's leader runs an older version of the program, which does not know this command; upgrade all nodes first.",
        Refusal.Transferring => "the group's leader is handing over.",
        _ => $"the group's leader has refused it: {refusal}.",
    };

    private static void Refuse(TaskCompletionSource<Outcome> told, string why, bool again = true) =>
        told.TrySetResult(new Outcome.Refused(why, again));

    private void OnPropose(Propose propose)
    {
        if (_node is not { } node) Refuse(propose.Told, NoMember);
        else if (propose.Group is { } group && group != _member!.Group)
            Refuse(propose.Told, $"this node was a member of the group {group}, and has gone over into {_member.Group}.", again: false);
        else if (IsClosed) Refuse(propose.Told, ClosedReason);
        else if (node.Role == RaftRole.Leader)
        {
            Input(_log, leader =>
            {
                var outcome = TryPropose(leader, propose.Payload);
                if (outcome.Accepted) Watch(outcome.Entry, propose.Told);
                else Refuse(propose.Told, Explain(outcome.Refusal), outcome.Refusal != Refusal.TooLarge);
            });
        }
        else if (node.Leader is not { } leader || _peers.Find(LocalMember.NodeOf(leader)) is not { } peer)
            Refuse(propose.Told, Explain(Refusal.NotLeader));
        else if (_forwards.Count >= MaxForwards) Refuse(propose.Told, Explain(Refusal.Busy));
        else
        {
            _forwards[++_calls] = new Forwarded(leader, propose.Told, _services.Time.Elapsed());
            peer.Tell(new Forward(_member!.Group, _calls, propose.Payload), Self);
        }
    }

    private RequestOutcome TryPropose(RaftNode leader, ReadOnlyMemory<byte> payload) =>
        IsClosed ? Refusal.Closed : _backlog.IsFull ? Refusal.Busy : leader.Propose(payload);

    private void Watch(LogPosition entry, TaskCompletionSource<Outcome> told) =>
        _applier.Tell(new Applier.Watch(entry.Index, entry.Term, told));

    // The answer goes before the entry does, so that who has asked knows of it when it comes.
    private void OnForward(Forward forward)
    {
        if (_node is null || _member?.Group != forward.Group) return;
        var asker = Sender;
        Input(_log, node =>
        {
            // The asking node's program may be newer than this one's.
            var outcome = _services.Seat.Parts.Knows(forward.Command) ? TryPropose(node, forward.Command) : Refusal.NewerCommand;
            asker.Tell(new ForwardOutcome(forward.Group, forward.Id, outcome.Refusal, outcome.Entry.Index, outcome.Entry.Term), Self);
        });
    }

    private void OnForwardOutcome(ForwardOutcome outcome)
    {
        if (_member?.Group != outcome.Group || !_forwards.Remove(outcome.Id, out var forwarded)) return;
        if (outcome.Refusal == Refusal.None) Watch(new LogPosition(outcome.Index, outcome.Term), forwarded.Told);
        else Refuse(forwarded.Told, Explain(outcome.Refusal), outcome.Refusal != Refusal.TooLarge);
    }

    private void OnCatchUp(CatchUp catchUp)
    {
        if (_node is null)
        {
            Refuse(catchUp.Told, NoMember);
            return;
        }
        var id = ++_calls;
        _reads[id] = catchUp.Told;
        Input(_log, node => node.Read(id));
    }

    private void Answer(RaftEffects effects)
    {
        if (!effects.Reads.IsEmpty)
        {
            var told = ImmutableArray.CreateBuilder<TaskCompletionSource<Outcome>>(effects.Reads.Length);
            foreach (var id in effects.Reads)
                if (_reads.Remove(id, out var reader)) told.Add(reader);
            _applier.Tell(new Applier.Answer(told.ToImmutable()));
        }
        foreach (var refused in effects.RefusedReads)
            if (_reads.Remove(refused.Id, out var reader)) Refuse(reader, Explain(refused.Reason));
    }

    private static string Explain(ReadRefusal refusal) => refusal switch
    {
        ReadRefusal.Busy => "too many reads wait for the group.",
        ReadRefusal.TimedOut => "the group's leader does not answer.",
        _ => ConsensusSeat.NoLeader,
    };

    /// <summary>Who was asked leads no more, or is silent.</summary>
    private void ExpireForwards(MemberId? leader)
    {
        if (_forwards.Count == 0) return;
        var now = _services.Time.Elapsed();
        foreach (var (id, forwarded) in _forwards.ToArray())
        {
            if (forwarded.Leader == leader && now - forwarded.At < ForwardLongest) continue;
            _forwards.Remove(id);
            forwarded.Told.TrySetResult(new Outcome.Unknown("the group's leader was asked, and has not answered."));
        }
    }

    private void EndCalls(string why)
    {
        foreach (var forwarded in _forwards.Values) forwarded.Told.TrySetResult(new Outcome.Unknown(why));
        foreach (var told in _reads.Values) Refuse(told, why);
        _forwards.Clear();
        _reads.Clear();
    }

    private sealed record Forwarded(MemberId Leader, TaskCompletionSource<Outcome> Told, TimeSpan At);
}
