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

    /// <summary>Null: part of the network, or never was.</summary>
    public Detachment? Detachment { get; private init; }

    /// <summary>The present actor system has found no part of the network that would end the detachment, and serves alone.</summary>
    public bool IsSettled { get; private init; }

    /// <summary>The detachment ended under an actor system that had begun to serve alone: it is to be replaced.</summary>
    public bool IsOutdated { get; private init; }

    /// <summary>Branches of ended detachments whose unfinished runs are to be gone on with.</summary>
    public ImmutableArray<BranchNote> ToWake { get; private init; } = [];

    /// <summary>Newest first; that of a present detachment included.</summary>
    public ImmutableArray<PartitionReport> Reports { get; private init; } = [];

    /// <summary>The last cluster that it was a member of, and its members, while it was not cut off.</summary>
    private ClusterIdentity? Cluster { get; init; }

    private ImmutableSortedSet<string> Members { get; init; } = Nobody;
    private ImmutableArray<BranchNote> Opened { get; init; } = [];

    /// <summary>Whether runs of this session may be recorded here.</summary>
    /// <param name="branch">Null: it is none.</param>
    public bool MayWrite(SessionBranch? branch) => Detachment is null || branch?.Detachment == Detachment.Id;

    /// <summary>Another actor system begins to look for the network.</summary>
    public Standing Seeking() => IsSettled || IsOutdated ? this with { IsSettled = false, IsOutdated = false } : this;

    /// <summary>The present actor system is a member of this cluster.</summary>
    public Standing In(ClusterIdentity cluster, DateTimeOffset now)
    {
        if (Detachment is null) return Cluster == cluster ? this : this with { Cluster = cluster };
        return Detachment.EndsIn(cluster) ? Ended(now) with { Cluster = cluster } : this with { IsSettled = true };
    }

    /// <summary>These nodes are members, this one included.</summary>
    public Standing Among(ImmutableSortedSet<string> members, DateTimeOffset now)
    {
        if (Detachment is null)
            return Members.SetEquals(members) ? this : this with { Members = members.WithComparer(StringComparer.Ordinal) };
        return Detachment.EndsAmong(members) ? Ended(now) with { Members = members, IsOutdated = IsSettled } : this;
    }

    /// <summary>The actor system has ended without having been asked to: this side has lost, or was shut out.</summary>
    /// <param name="id">Names the detachment.</param>
    public Standing Lost(string id, DateTimeOffset now)
    {
        if (Detachment is not null || Members.Count < 2) return this;
        var lost = new Detachment(id, Cluster, Node, Members, now);
        var report = new PartitionReport(Node, lost.Others, now, Until: null, [], 0);
        return this with { Detachment = lost, IsSettled = false, Reports = [report, .. Reports.Take(MaxReports - 1)], Opened = [] };
    }

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

    /// <summary>The branches have been woken.</summary>
    public Standing Woken() => this with { ToWake = [] };

    private Standing Ended(DateTimeOffset now) => this with
    {
        Detachment = null,
        IsSettled = false,
        Reports = Reports.SetItem(0, Reports[0] with { Until = now }),
        ToWake = [.. ToWake.Concat(Opened).Take(MaxToWake)],
        Opened = [],
    };
}
