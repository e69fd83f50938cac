using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Partitions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>A node that is cut off reads all histories, and writes those alone that it has begun meanwhile.</summary>
internal partial class SessionActor
{
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

    /// <returns>True: what there is to do with the start has been done.</returns>
    private bool IsCutOffFrom(RunStart start)
    {
        if (IsTooEarly()) return true;
        if (MayWrite || _services.Standing.Current.Detachment is not { } detachment) return false;
        var mode = _services.Agents.Find(_session.Agent)!.Partition;
        switch (PartitionRules.Decide(detachment, mode, _session, isEmpty: _sequence == 0))
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

    private void Begin(RunStart start, SessionBranch origin, ImmutableArray<TranscriptEntry> transcript, IActorRef sender) =>
        Decide(new BranchOff(origin, transcript), _ => Self.Tell(start, sender));

    /// <summary>The last fence of a node that is cut off, whatever has led to the decision.</summary>
    private bool MayRecord(ConversationCommand? command) =>
        MayWrite || (command is BranchOff branch && _services.Standing.Current.MayWrite(branch.Branch));

    private void OnBranched(SessionBranched branched) => _services.Standing.Update(standing => standing.Branched(
        new BranchNote(_session, _state.Branch?.Parent, branched.ParentSequence, branched.At)));
}
