using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>
/// Decides which cluster a node joins, or that it founds one. Any contact in a cluster of this network is joined at once; else, when
/// nothing has changed for the margin and all answering contacts agree, the node of the lowest address founds; contacts that do
/// not answer hold that back for a bounded time only. The lowest living node never waits for another, so that one always founds.
/// Of the nodes of one machine, which may be too busy for them to hear each other, only one at a time has the right to.
/// </summary>
public static class JoinDecider
{
    /// <summary>Addresses remembered; more are not taken in, whoever names them.</summary>
    public const int MaxContacts = 256;

    private const int MaxNotices = 64;

    public static (JoinState State, ImmutableArray<JoinEffect> Effects) Step(JoinState state, JoinInput input, TimeSpan now)
    {
        var step = new JoinStep(state, now);
        switch (input)
        {
            case JoinInput.Tick:
                break;
            case JoinInput.AddressFound found:
                step.Meet(found.Address, found.Road, found.Configured);
                break;
            case JoinInput.AddressReplaced replaced:
                step.Replace(replaced.Old, replaced.New);
                break;
            case JoinInput.AddressLost lost:
                step.Lose(lost.Address);
                break;
            case JoinInput.BeaconHeard heard:
                OnBeacon(step, heard.Beacon, heard.Road);
                break;
            case JoinInput.RoadReady ready:
                step.Hear(ready.Road);
                break;
            case JoinInput.BroadcastsBegun begun:
                step.Shout(begun.Failed);
                break;
            case JoinInput.OwnBroadcastHeard:
                step.HearItself();
                break;
            case JoinInput.RightTold told:
                step.TakeIn(told.Held);
                break;
            case JoinInput.ReportReceived received:
                OnReport(step, received.Report, received.Asked);
                break;
            case JoinInput.PresenceHeard heard:
                OnPresence(step, heard.Presence, heard.From);
                break;
            case JoinInput.SkewMeasured measured:
                OnSkew(step, measured.Node, measured.Skew);
                break;
            case JoinInput.JoinSucceeded succeeded:
                OnJoined(step, succeeded.Cluster);
                break;
            case JoinInput.JoinFailed failed:
                OnJoinFailed(step, failed.Reason);
                break;
        }

        if (step.State.Phase == JoinPhase.Looking) Decide(step);
        // A member keeps it, or takes it when it is free: who comes to this machine later need not found.
        if (step.State.Phase == JoinPhase.Joined) step.AskForRight();
        else if (step.State.Phase != JoinPhase.Founding) step.GiveUpRight();
        return step.Result();
    }

    private static void OnBeacon(JoinStep step, Beacon beacon, string road)
    {
        var (self, node) = (step.State.Self, beacon.Node);
        if (IsOurselves(self, node) || node.Network != self.Network) return;
        if (Incompatibility(self, node) is { } notice)
        {
            step.Notify(notice);
            return;
        }

        if (node.Address.IsLoopback != self.Address.IsLoopback)
        {
            step.Notify(JoinNotices.OtherReach(self, node));
            return;
        }

        var twin = node.NodeId == self.NodeId;
        if (step.State.Phase == JoinPhase.Joined) NoticeAsMember(step, node, beacon.Cluster);
        else step.Meet(node.Address, road, configured: false, twin);
        if (beacon.Cluster is { } cluster) step.AskSoon(node.Address, cluster);
    }

    private static void OnReport(JoinStep step, ContactReport report, NodeAddress? asked)
    {
        var (self, node) = (step.State.Self, report.Node);
        var notice = node.Network != self.Network ? JoinNotices.OtherNetwork(self, node)
            : Incompatibility(self, node) ?? OtherMember(step.State, report);
        if (IsOurselves(self, node) || notice is not null)
        {
            if (asked is not null) step.MarkUseless(asked);
            if (notice is not null) step.Notify(notice);
            return;
        }

        if (step.State.Phase == JoinPhase.Joined) NoticeAsMember(step, node, report.Cluster);
        else if (node.NodeId == self.NodeId) OnTwin(step, report);
        else step.Learn(report, asked);
    }

    private static void OnPresence(JoinStep step, Presence presence, string from)
    {
        var self = step.State.Self;
        step.Notify(presence switch
        {
            { Node: { } node } when Incompatibility(self, node) is { } notice => notice,
            { Versions: { } versions } => JoinNotices.OtherBeacons(self, versions, from),
            { Kind: PresenceKind.Unsecured } => JoinNotices.Unsecured(self, from),
            { Kind: PresenceKind.Secured } => JoinNotices.Secured(self, from),
            _ => JoinNotices.OtherKeys(self, from),
        });
    }

    private static void OnSkew(JoinStep step, NodeIdentity node, TimeSpan skew)
    {
        if (node.Network != step.State.Self.Network || IsOurselves(step.State.Self, node)) return;
        if (ClockSkew.IsBeyond(skew)) step.Notify(JoinNotices.Skewed(node, skew));
        else step.Withdraw(JoinNotices.SkewKey(node));
    }

    // Of two nodes with one id the one nearer to membership stays, else the one that started first (incarnations sort by time).
    private static void OnTwin(JoinStep step, ContactReport twin)
    {
        var (self, node) = (step.State.Self, twin.Node);
        if (twin.Leaving) return;
        var settling = step.State.Phase is JoinPhase.Founding or JoinPhase.Joining;
        var older = string.CompareOrdinal(node.Incarnation, self.Incarnation) < 0;
        var twinStays = twin.Cluster is not null || (twin.Settling == settling ? older : twin.Settling);
        if (twinStays)
        {
            step.Refuse(JoinNotices.Refusal(self, node));
            return;
        }

        step.Notify(JoinNotices.Twin(self, node));
        step.Meet(node.Address, "udp", configured: false);
        step.MarkUseless(node.Address);
    }

    private static void NoticeAsMember(JoinStep step, NodeIdentity node, ClusterIdentity? theirs)
    {
        var (self, ours) = (step.State.Self, step.State.Cluster!);
        if (node.NodeId != self.NodeId) return;
        step.Notify(theirs is null || theirs.Id == ours.Id ? JoinNotices.Twin(self, node) : JoinNotices.TwinInOtherCluster(self, node));
    }

    private static void OnJoined(JoinStep step, ClusterIdentity cluster)
    {
        step.Trace($"is a member of cluster {cluster.Id}");
        step.Enter(JoinPhase.Joined, cluster, through: null);
        step.ForgetContacts();
    }

    private static void OnJoinFailed(JoinStep step, string reason)
    {
        step.Trace($"join failed: {reason}");
        if (step.State.Through is { } through) step.MarkJoinFailed(through);
        step.Enter(JoinPhase.Looking, cluster: null, through: null);
    }

    private static void Decide(JoinStep step)
    {
        step.ForgetSilent();
        step.UpdatePicture();
        step.ProbeDue();
        if (step.MayBeTwin() is { } twin) step.WaitFor($"{twin.Address}, which is said to have this node's id");
        else if (BestCluster(step) is { } best) step.Join(best);
        else if (ReasonToWait(step) is { } reason) step.WaitFor(reason);
        else if (step.MayFound()) step.Found();
        else if (step.State.Right.RefusedSince is not null) step.WaitFor("another node of this machine, whose turn it is to found");
    }

    // The oldest cluster known, through its lowest contact; one that just failed only if there is no other.
    private static Contact? BestCluster(JoinStep step)
    {
        var joinable = step.Answering().Where(contact => contact.Report is { Cluster: { } cluster } && !step.Shuns(cluster.Id))
            .OrderBy(contact => step.HasJustFailed(contact))
            .ThenBy(contact => contact.Report!.Cluster!.FoundedAt)
            .ThenBy(contact => contact.Report!.Cluster!.Id, StringComparer.Ordinal)
            .ThenBy(contact => contact.Address);
        return joinable.FirstOrDefault();
    }

    // A contact that names us as the lowest it hears will not found while we answer it; so when all do, no one else founds.
    private static string? ReasonToWait(JoinStep step)
    {
        var (state, now) = (step.State, step.Now);
        if (state.Contacts.Values.FirstOrDefault(contact => contact.HoldsBack(now, state.StartedAt, state.Timings)) is { } silent)
            return $"{silent.Address} ({silent.Road}) to answer";
        foreach (var view in state.Picture.Where(view => !view.Leaving))
        {
            if (view.ClusterId is { } left) return $"a cluster older than {left}, which this node has left";
            if (view.Settling) return $"{view.Address} to be in a cluster";
            if (view.Address < state.Self.Address) return $"{view.Address}, which is lower, to found";
            if (view.LowestPeer is not { } lowest || lowest > state.Self.Address) return $"{view.Address} to hear this node";
            if (lowest < state.Self.Address) return $"{lowest}, which {view.Address} hears and which is lower, to found";
        }

        if (!state.SilentRoads.IsEmpty && now - state.StartedAt < state.Timings.SilentRoadDelay)
            return $"the road {state.SilentRoads[0]} to say where it leads";
        return HasListened(state, now) ? null : "the margin to pass";
    }

    private static bool HasListened(JoinState state, TimeSpan now)
    {
        if (state.ShoutsSince is not { } shouts) return false;
        var (timings, alone) = (state.Timings, state.Picture.IsEmpty);
        var listening = state.HearsSince ?? shouts + timings.DeafDelay;
        return now - listening >= (alone ? timings.Margin : timings.MarginInCompany)
            && now - state.PictureSince >= (alone ? timings.Margin : timings.Calm);
    }

    // An earlier incarnation at our own address is a predecessor of this process, late in being forgotten.
    private static bool IsOurselves(NodeIdentity self, NodeIdentity node) =>
        node.Incarnation == self.Incarnation || (node.NodeId == self.NodeId && node.Address == self.Address);

    private static JoinNotice? Incompatibility(NodeIdentity self, NodeIdentity other)
    {
        if (other.Runtime != self.Runtime) return JoinNotices.OtherRuntime(self, other);
        return other.Protocol.Overlaps(self.Protocol) ? null : JoinNotices.OtherProtocol(self, other);
    }

    // A cluster may be entered only by who is understood by all of its members, whichever of them is asked.
    private static JoinNotice? OtherMember(JoinState state, ContactReport report) =>
        state.Phase != JoinPhase.Joined && report.Speak?.BlockerOf(state.Self.Protocol) is { } blocker
            ? JoinNotices.OtherMember(state.Self, report.Node, blocker.NodeId, blocker.Speaks)
            : null;

    internal static bool MayNotice(JoinState state, JoinNotice notice) =>
        state.Noticed.Count < MaxNotices && !state.Noticed.Contains(notice.Key);
}
