using Akka.Actor;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// One of two voters goes on alone, as a person has said that the other is lost: all that its log has is applied, the group counts as
/// closed, and what it held goes over into one that is founded anew. Whoever comes back of the old one learns that it is closed.
/// </summary>
internal sealed partial class ConsensusActor
{
    private const int AppliedAtOnce = 256;

    private void ReceiveSurvivor()
    {
        Receive<TakeOverGroup>(OnTakeOver);
        Receive<OpenedAlone>(OnOpenedAlone);
    }

    private bool IsThere(MemberId voter) => _peers.Find(LocalMember.NodeOf(voter)) is not null;

    private string? Leaderless => _node is { Leader: null } node ? Survivor.Explain(node.Status.Config, _id, IsThere) : null;

    private void OnTakeOver(TakeOverGroup ask)
    {
        var problem = _node is not { } node ? NoMember
            : node.Leader is not null ? "the group has a leader."
            : Survivor.Refuse(node.Status.Config, _id, IsThere);
        Sender.Tell(new TakeOverAnswer(problem), Self);
        if (problem is not null) return;
        var member = _member!;
        ConsensusLog.GoesOnAlone(_services.Log, member.Group);
        EndMember("this node's group goes on as another one, without the voter that is lost.");
        _opening = true;
        OpenAsync().PipeTo(Self, failure: cause => new NotOpened(cause));

        async Task<OpenedAlone> OpenAsync()
        {
            var log = await _services.Seat.Disk.OpenAsync(member, _stopped.Token);
            return new OpenedAlone(new Opened(member, log, await log.OpenAsync(GroupConfig.Empty, _stopped.Token)));
        }
    }

    // What the other may have acknowledged is in this log; that it is committed nobody can tell any more.
    private void OnOpenedAlone(OpenedAlone alone)
    {
        var (member, log, recovered) = alone.Opened;
        (_member, _log, _id) = (member, log, member.IdAt(_services.NodeId));
        _life = new CancellationTokenSource();
        _backlog = new ApplyBacklog();
        _applier = Context.ActorOf(Applier.Props(_services.Seat.Parts, log, _backlog, _life.Token));
        _applier.Tell(new Applier.Begin(member.Group));
        Restore(recovered.Snapshot);
        var last = recovered.Entries.IsEmpty
            ? recovered.Snapshot.Position
            : new LogPosition(recovered.Entries[^1].Index, recovered.Entries[^1].Term);
        var end = new LogEntry(last.Index + 1, last.Term, EntryKind.Command, ClosingPart.Close(""));
        foreach (var some in recovered.Entries.Where(entry => entry.Index > recovered.Snapshot.Index).Append(end).Chunk(AppliedAtOnce))
        {
            var apply = new Applier.Apply([.. some], some.Sum(entry => (long)entry.Bytes));
            _backlog.Add(apply.Bytes);
            _applier.Tell(apply);
        }
    }

    private sealed record OpenedAlone(Opened Opened);
}
