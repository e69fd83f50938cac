using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions.Branches;
using Hanzo.Network.Conversations;
using Hanzo.Network.Partitions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>A node that is cut off reads all histories, and writes those alone that it has begun meanwhile.</summary>
internal partial class SessionActor
{
    /// <summary>Waits for the note of it; who comes meanwhile takes its place, and whose start that was repeats it.</summary>
    private Action? _beginning;

    private bool MayWrite => _services.Standing.Current.MayWrite(_state.Branch);

    /// <summary>
    /// Until the actor system has found its network or given it up, nothing can be said: whoever asks does so again, and the session
    /// begins anew.
    /// </summary>
    private bool IsTooEarly()
    {
        if (MayWrite || _services.Standing.Current.IsSettled) return false;
        WakeLater();
        Context.Stop(Self);
        return true;
    }

    /// <summary>Whose branch this is may be here and not have said so yet, or come back: then it is gone on with.</summary>
    private bool MustWait()
    {
        if (MayWrite) return false;
        if (_state.Branch is not null) Context.System.Scheduler.ScheduleTellOnce(SessionWaking.After, Self, Continue.Instance, Self);
        return true;
    }

    private void StopUnrecorded()
    {
        if (_state.Branch is not null) WakeLater();
        Context.Stop(Self);
    }

    /// <returns>True: what there is to do with the start has been done.</returns>
    private bool IsCutOffFrom(RunStart start)
    {
        if (IsTooEarly()) return true;
        if (MayWrite || _services.Standing.Current.Detachment is not { } detachment) return false;
        var mode = _services.Agents.Find(_session.Agent)!.Partition;
        var given = GivenRunId.OfRequest(start.Request);
        switch (PartitionRules.Decide(detachment, mode, _session, isEmpty: _sequence == 0, given))
        {
            case PartitionStep.Refuse { Refusal: var refusal }:
                Sender.Tell(new RunRefused(start.Request, refusal.Error, refusal.Message));
                break;
            case PartitionStep.Begin:
                Begin(start, new SessionBranch(null, 0, detachment.Id), [], Sender);
                break;
            case PartitionStep.BranchOff { Branch: var branch }:
                var why = $"{start.Why} Node '{_services.NodeId}' is cut off: the run goes on in a branch of session {_session}.";
                var run = start with { Session = branch, Continues = false, Journal = null, Why = why.TrimStart() };
                var origin = new SessionBranch(_session, _sequence, detachment.Id);
                var region = ClusterSharding.Get(Context.System).ShardRegion(SessionRegion.TypeName);
                region.Tell(new BranchStart(run, origin, PartitionRules.Inherited(_state)), Sender);
                break;
        }

        return true;
    }

    /// <returns>True: who wants to change the run has been told why that is not to be done here.</returns>
    private bool IsCutOffFrom(RunId run)
    {
        if (MayWrite || _services.Standing.Current.Detachment is not { } detachment) return false;
        var refusal = PartitionRules.NeedsNetwork(detachment, $"run {run} cannot be changed here");
        Sender.Tell(new RunDeclined(run, refusal.Error, refusal.Message));
        return true;
    }

    private void OnBranch(BranchStart branch)
    {
        if (_sequence > 0) OnStart(branch.Start);
        else Begin(branch.Start, branch.Origin, branch.Transcript, Sender);
    }

    /// <summary>First the node notes that it does, as no index says it.</summary>
    private void Begin(RunStart start, SessionBranch origin, ImmutableArray<TranscriptEntry> transcript, IActorRef sender)
    {
        _beginning = () => Decide(new BranchOff(origin, transcript), _ => Self.Tell(start, sender));
        if (_services.Histories.HaveIndex) Context.ActorSelection($"/user/{BranchBook.Name}").Tell(new BranchBook.Note(_session), Self);
        else OnNoted();
    }

    /// <summary>A branch that another cut-off node has begun, perhaps, which would wake it if it lived.</summary>
    private void NoteTakenOver()
    {
        if (_services.Standing.Current.Detachment is null || !_services.Histories.HaveIndex) return;
        if (_state.Branch is null || (_state.IsIdle && !MayWrite)) return;
        Context.ActorSelection($"/user/{BranchBook.Name}").Tell(new BranchBook.Note(_session), Self);
    }

    private void OnNoted()
    {
        var begin = _beginning;
        _beginning = null;
        if (_sequence == 0) begin?.Invoke();
    }

    /// <summary>The last fence of a node that is cut off, whatever has led to the decision.</summary>
    private bool MayRecord(ConversationCommand? command) =>
        MayWrite || (command is BranchOff branch && _services.Standing.Current.MayWrite(branch.Branch));

    private void OnBranched(SessionBranched branched) => _services.Standing.Update(standing => standing.Branched(
        new BranchNote(_session, _state.Branch?.Parent, branched.ParentSequence, branched.At)));
}
