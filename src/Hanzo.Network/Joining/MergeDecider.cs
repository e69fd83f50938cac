using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>
/// Decides, for a member, what to do about nodes of its network that are not in its cluster: it stays in touch with them, tells the
/// user while there are two clusters, and leaves its own for an older one that has answered it. Which of two clusters is the older
/// is a total order that both sides see alike, since a cluster's name and founding time are set once, by its founder.
/// </summary>
public static class MergeDecider
{
    /// <summary>Addresses remembered; more are not taken in, whoever names them.</summary>
    public const int MaxStrangers = 256;

    public static (MergeState State, ImmutableArray<MergeEffect> Effects) Step(MergeState state, MergeInput input, TimeSpan now)
    {
        if (state.Yields) return (state, []);
        var step = new MergeStep(state, now);
        switch (input)
        {
            case MergeInput.MembersChanged changed:
                OnMembers(step, changed);
                break;
            case MergeInput.AddressFound found:
                step.Meet(found.Address, found.Road, found.Configured);
                break;
            case MergeInput.AddressReplaced replaced:
                step.Replace(replaced.Old, replaced.New);
                break;
            case MergeInput.AddressLost lost:
                step.Lose(lost.Address);
                break;
            case MergeInput.BeaconHeard heard:
                OnBeacon(step, heard.Beacon);
                break;
            case MergeInput.ReportReceived received:
                OnReport(step, received.Report, received.Asked);
                break;
        }

        if (step.State.Yields) return step.Result();
        step.ForgetOld();
        step.Alarm();
        if (Older(step) is { } older) step.Yield(older);
        else step.ProbeDue();
        return step.Result();
    }

    /// <summary>Below 0: <paramref name="left"/> is the older and stays.</summary>
    public static int Compare(ClusterIdentity left, ClusterIdentity right)
    {
        var founded = left.FoundedAt.CompareTo(right.FoundedAt);
        return founded != 0 ? founded : string.CompareOrdinal(left.Id, right.Id);
    }

    private static void OnMembers(MergeStep step, MergeInput.MembersChanged changed)
    {
        step.Members(changed.Members, changed.Speak);
        // Two that do not understand each other may have been taken in at once: the later one goes.
        if (changed.EldersSpeak?.BlockerOf(step.State.Self.Protocol) is { } blocker)
        {
            step.Part(MergeNotices.NotUnderstood(step.State.Self, blocker));
            return;
        }

        if (changed.Lost is { } lost) step.Meet(lost, "was a member", configured: false);
    }

    private static void OnBeacon(MergeStep step, Beacon beacon)
    {
        if (!Concerns(step, beacon.Node)) return;
        if (beacon.Cluster is null) step.HearLooking(beacon.Node.Address);
        else step.Hear(beacon.Node.Address, beacon.Cluster, isApart: beacon.Cluster.Id != step.State.Ours.Id ? true : null);
    }

    private static void OnReport(MergeStep step, ContactReport report, NodeAddress? asked)
    {
        var node = report.Node;
        if (asked is not null && asked != node.Address) step.IsAnotherName(asked, node.Address);
        if (!Concerns(step, node))
        {
            step.Forget(node.Address);
            return;
        }

        if (report.Cluster is null) step.HearLooking(node.Address);
        else step.Hear(node.Address, report.Cluster, IsApart(step.State, report));
        if (asked is not null) step.Answered(report);
    }

    private static bool Concerns(MergeStep step, NodeIdentity node)
    {
        var self = step.State.Self;
        return node.Network == self.Network && node.NodeId != self.NodeId && node.Runtime == self.Runtime
            && node.Protocol.Overlaps(self.Protocol) && node.Address.IsLoopback == self.Address.IsLoopback;
    }

    // A cluster can be cut in two without a new one being founded: then a member of it does not count us in.
    private static bool IsApart(MergeState state, ContactReport report) =>
        report.Cluster!.Id != state.Ours.Id
        || (report.Peers.Length < ContactReport.MaxPeers && report.Peers.All(peer => peer.Address != state.Self.Address));

    private static ClusterIdentity? Older(MergeStep step)
    {
        var state = step.State;
        if (step.Now - state.JoinedAt < state.Timings.SettledAfter) return null;
        return state.Strangers.Values
            .Where(stranger => stranger.IsConfirmed(step.Now, state.Timings) && stranger.Fits(state.Speak)
                && TheirsStays(state, stranger.Report!))
            .Select(stranger => stranger.Report!.Cluster!)
            .Order(Comparer<ClusterIdentity>.Create(Compare))
            .FirstOrDefault();
    }

    // The two sides of one cluster differ in their members only: the larger stays, of equals the one with the lowest address.
    private static bool TheirsStays(MergeState state, ContactReport theirs)
    {
        if (theirs.Cluster is not { } cluster) return false;
        if (cluster.Id != state.Ours.Id) return Compare(cluster, state.Ours) < 0;
        var sizes = theirs.Peers.Length.CompareTo(state.Members.Count);
        return sizes != 0 ? sizes > 0 : theirs.Peers.Select(peer => peer.Address).Min() is { } lowest && lowest < state.Members.Min!;
    }
}
