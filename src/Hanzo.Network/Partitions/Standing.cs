using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Partitions;

/// <summary>Whether a node is part of its network or cut off from it, and what it has done meanwhile. Pure.</summary>
/// <param name="Node">Id of the node.</param>
public sealed record Standing(string Node)
{
    /// <summary>Reports kept, the newest.</summary>
    public const int MaxReports = 20;

    /// <summary>Branches that are looked after when the node is back; further ones go on when somebody asks for them.</summary>
    public const int MaxToWake = 10_000;

    private static readonly ImmutableSortedSet<string> Nobody = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, CutOffMark> NoMarks =
        ImmutableSortedDictionary.Create<string, CutOffMark>(StringComparer.Ordinal);

    /// <summary>Null: part of the network, or never was.</summary>
    public Detachment? Detachment { get; private init; }

    /// <summary>The present actor system has found no part of the network that would end the detachment, and serves alone.</summary>
    public bool IsSettled { get; private init; }

    /// <summary>The detachment ended under an actor system that had begun to serve alone: it is to be replaced.</summary>
    public bool IsOutdated { get; private init; }

    /// <summary>
    /// The present actor system ends, by itself or because it was asked to: until another one seeks, what it still says of its cluster
    /// is of that which it loses, and counts for nothing.
    /// </summary>
    public bool IsEnding { get; private init; }

    /// <summary>Branches of ended detachments whose unfinished runs are to be gone on with.</summary>
    public ImmutableArray<BranchNote> ToWake { get; private init; } = [];

    /// <summary>Newest first; that of a present detachment included.</summary>
    public ImmutableArray<PartitionReport> Reports { get; private init; } = [];

    /// <summary>The last cluster that it was a member of, and its members, while it was not cut off.</summary>
    private ClusterIdentity? Cluster { get; init; }

    private ImmutableSortedSet<string> Members { get; init; } = Nobody;
    private ImmutableArray<BranchNote> Opened { get; init; } = [];

    /// <summary>Detachments of the nodes that this one, cut off, is among, and that are cut off as well.</summary>
    private ImmutableSortedSet<string> Fellows { get; init; } = Nobody;

    /// <summary>
    /// Whether runs of this session may be recorded here: those that are cut off together go on with each other's branches, since only
    /// one of them has a slot.
    /// </summary>
    /// <param name="branch">Null: it is none.</param>
    public bool MayWrite(SessionBranch? branch) =>
        Detachment is null || (branch is not null && (branch.Detachment == Detachment.Id || Fellows.Contains(branch.Detachment)));

    /// <summary>Another actor system begins to look for the network.</summary>
    public Standing Seeking() => IsSettled || IsOutdated || IsEnding || !Fellows.IsEmpty
        ? this with { IsSettled = false, IsOutdated = false, IsEnding = false, Fellows = Nobody }
        : this;

    /// <summary>The present actor system is a member of this cluster.</summary>
    public Standing In(ClusterIdentity cluster, DateTimeOffset now)
    {
        if (IsEnding) return this;
        if (Detachment is null) return Cluster == cluster ? this : this with { Cluster = cluster };
        return Detachment.EndsIn(cluster) ? Ended(now) with { Cluster = cluster } : this with { IsSettled = true };
    }

    /// <summary>These nodes are members, this one included.</summary>
    /// <param name="cutOff">Those of them that are cut off themselves, by node id; null: none.</param>
    public Standing Among(
        ImmutableSortedSet<string> members, DateTimeOffset now, ImmutableSortedDictionary<string, CutOffMark>? cutOff = null)
    {
        if (IsEnding) return this;
        if (Detachment is null)
            return Members.SetEquals(members) ? this : this with { Members = members.WithComparer(StringComparer.Ordinal) };
        var others = (cutOff ?? NoMarks).Remove(Node);
        if (Detachment.EndsAmong(Detachment.Whole(members, others.SetItem(Node, Detachment.Mark))))
            return Ended(now) with { Members = members, IsOutdated = IsSettled };
        var fellows = others.Values.Select(mark => mark.Detachment).ToImmutableSortedSet(StringComparer.Ordinal);
        return Fellows.SetEquals(fellows) ? this : this with { Fellows = fellows };
    }

    /// <summary>The actor system has ended without having been asked to: this side has lost, or was shut out.</summary>
    /// <param name="id">Names the detachment.</param>
    public Standing Lost(string id, DateTimeOffset now)
    {
        if (Detachment is not null || Members.Count < 2) return IsEnding ? this : this with { IsEnding = true };
        var lost = new Detachment(id, Cluster, Node, Members, now);
        var report = new PartitionReport(Node, lost.Others, now, Until: null, [], 0);
        return this with
        {
            Detachment = lost, IsSettled = false, IsEnding = true, Reports = [report, .. Reports.Take(MaxReports - 1)], Opened = [],
        };
    }

    /// <summary>The actor system was asked to end, and leaves in order: there is nobody that the next one could be cut off from.</summary>
    public Standing Left() => Detachment is null
        ? this with { IsEnding = true, Cluster = null, Members = Nobody }
        : this with { IsEnding = true };

    /// <summary>A session was opened here, which counts while this node is cut off.</summary>
    public Standing Branched(BranchNote branch)
    {
        if (Detachment is null || Opened.Any(known => known.Session == branch.Session)) return this;
        var report = Reports[0] with { BranchCount = Reports[0].BranchCount + 1 };
        if (report.Branches.Length < PartitionReport.MaxBranches) report = report with { Branches = report.Branches.Add(branch) };
        return this with
        {
            Opened = Opened.Length < MaxToWake ? Opened.Add(branch) : Opened, Reports = Reports.SetItem(0, report),
        };
    }

    /// <summary>
    /// A person has said that those who are not here are dead: nobody is left to be cut off from. Who takes over is the network; the
    /// present actor system is replaced if it serves alone.
    /// </summary>
    public Standing TakenOver(DateTimeOffset now)
    {
        if (Detachment is null) return this;
        var ended = Ended(now);
        return ended with
        {
            Cluster = null,
            Members = Nobody,
            IsOutdated = IsSettled,
            Reports = ended.Reports.SetItem(0, ended.Reports[0] with { TakenOver = true }),
        };
    }

    /// <summary>The branches have been woken.</summary>
    public Standing Woken() => this with { ToWake = [] };

    private Standing Ended(DateTimeOffset now) => this with
    {
        Detachment = null,
        IsSettled = false,
        Reports = Reports.SetItem(0, Reports[0] with { Until = now }),
        ToWake = [.. ToWake.Concat(Opened).Take(MaxToWake)],
        Opened = [],
        Fellows = Nobody,
    };
}
