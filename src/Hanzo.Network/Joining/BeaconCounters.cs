using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>How many datagrams were sent and heard, and why the dropped ones were dropped. Owned by one actor.</summary>
public sealed class BeaconCounters
{
    private static readonly BeaconDrop[] Reasons = Enum.GetValues<BeaconDrop>();
    private readonly long[] _dropped = new long[Reasons.Length];

    public long Sent { get; private set; }
    public long Replies { get; private set; }
    public long Heard { get; private set; }

    public long this[BeaconDrop reason] => _dropped[(int)reason];

    /// <summary>Datagrams that were no beacons at all.</summary>
    public long BadInput =>
        Reasons.Where(reason => reason is not (BeaconDrop.ForeignNetwork or BeaconDrop.Own)).Sum(reason => this[reason]);

    public void CountSent() => Sent++;

    public void CountReply() => Replies++;

    public void CountHeard() => Heard++;

    public void CountDrop(BeaconDrop reason) => _dropped[(int)reason]++;

    /// <summary>Counts by name, zeros left out: <c>sent</c>, <c>replies</c>, <c>heard</c>, <c>dropped.garbage</c>, …</summary>
    public ImmutableSortedDictionary<string, long> Snapshot()
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        counts["sent"] = Sent;
        counts["replies"] = Replies;
        counts["heard"] = Heard;
        foreach (var reason in Reasons)
            if (this[reason] > 0) counts[$"dropped.{NameOf(reason)}"] = this[reason];
        return counts.ToImmutable();
    }

    public override string ToString() => string.Join(", ", Snapshot().Select(count => $"{count.Key} {count.Value}"));

    private static string NameOf(BeaconDrop reason) => reason switch
    {
        BeaconDrop.Oversized => "oversized",
        BeaconDrop.Garbage => "garbage",
        BeaconDrop.Malformed => "malformed",
        BeaconDrop.ForeignType => "foreign_type",
        BeaconDrop.UnsupportedVersion => "unsupported_version",
        BeaconDrop.InvalidField => "invalid_field",
        BeaconDrop.ForeignNetwork => "foreign_network",
        BeaconDrop.Own => "own",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "unknown reason"),
    };
}
