using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>What a node's member of the group does, for <see cref="Telemetry.Meter"/>; nobody pays for what nobody collects.</summary>
internal static class ConsensusMetrics
{
    public const string Propose = "propose";
    public const string Read = "read";
    public const string Done = "done";
    public const string Refused = "refused";
    public const string Unknown = "unknown";
    public const string Cancelled = "cancelled";

    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>(
        "hanzo.consensus.duration", "s", "Of what this node asked of its group: a command until it is applied here.");

    private static readonly Counter<long> Snapshots = Telemetry.Meter.CreateCounter<long>(
        "hanzo.consensus.snapshots", "{snapshot}", "Opened for others, taken over from others, and refused to others.");

    private static readonly Counter<long> SnapshotBytes = Telemetry.Meter.CreateCounter<long>(
        "hanzo.consensus.snapshot.io", "By", "Of snapshots, sent and received.");

    private static ImmutableArray<ConsensusSeat> _seats = [];

    static ConsensusMetrics()
    {
        Observe("hanzo.consensus.term", "{term}", "In which the member is.", raft => raft.Term);
        Observe("hanzo.consensus.leads", "1", "1 of the leader, else 0.", raft => raft.Role == RaftRole.Leader ? 1 : 0);
        Observe("hanzo.consensus.voters", "{member}", "Of the group, as the member knows it.", raft => raft.Config.Voters.Count);
        Observe("hanzo.consensus.commit", "{entry}", "The last entry that the member knows to be committed.", raft => raft.Commit);
        Observe("hanzo.consensus.applied", "{entry}", "The last entry that was given to the member's machines.", raft => raft.Applied);
        Observe("hanzo.consensus.log.size", "By", "Of the log since it was cut, in memory.", raft => raft.LogBytes);
    }

    public static void Enter(ConsensusSeat seat) => ImmutableInterlocked.Update(ref _seats, seats => seats.Remove(seat).Add(seat));

    public static void Leave(ConsensusSeat seat) => ImmutableInterlocked.Update(ref _seats, seats => seats.Remove(seat));

    public static void Asked(string operation, string outcome, TimeSpan duration) =>
        Duration.Record(duration.TotalSeconds, new TagList { { "hanzo.operation", operation }, { "hanzo.outcome", outcome } });

    public static void SnapshotOpened(bool succeeded) => Count(succeeded ? "opened" : "failed");

    public static void SnapshotTakenOver() => Count("taken_over");

    public static void Sent(int bytes) => SnapshotBytes.Add(bytes, new TagList { { "hanzo.direction", "sent" } });

    public static void Received(int bytes) => SnapshotBytes.Add(bytes, new TagList { { "hanzo.direction", "received" } });

    private static void Count(string what) => Snapshots.Add(1, new TagList { { "hanzo.event", what } });

    private static void Observe(string name, string unit, string description, Func<RaftStatus, long> value) =>
        Telemetry.Meter.CreateObservableGauge(name, () => Values(value), unit, description);

    private static IEnumerable<Measurement<long>> Values(Func<RaftStatus, long> value)
    {
        foreach (var seat in _seats)
            if (seat.Status.Current.Raft is { } raft)
                yield return new Measurement<long>(value(raft), new TagList { { "hanzo.node", LocalMember.NodeOf(raft.Self) } });
    }
}
