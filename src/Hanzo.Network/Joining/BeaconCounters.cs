using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>How many datagrams were sent and heard, and why the dropped ones were dropped. Thread-safe.</summary>
public sealed class BeaconCounters
{
    private static readonly BeaconDrop[] Reasons = Enum.GetValues<BeaconDrop>();
    private readonly long[] _dropped = new long[Reasons.Length];

    private long _sent;
    private long _replies;
    private long _heard;

    public long Sent => Interlocked.Read(ref _sent);
    public long Replies => Interlocked.Read(ref _replies);
    public long Heard => Interlocked.Read(ref _heard);

    public long this[BeaconDrop reason] => Interlocked.Read(ref _dropped[(int)reason]);

    /// <summary>Datagrams that were no beacons at all, or forged ones.</summary>
    public long BadInput => Reasons.Where(IsBad).Sum(reason => this[reason]);

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void CountReply() => Interlocked.Increment(ref _replies);

    public void CountHeard() => Interlocked.Increment(ref _heard);

    public void CountDrop(BeaconDrop reason) => Interlocked.Increment(ref _dropped[(int)reason]);

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

    private static bool IsBad(BeaconDrop reason) => reason
        is BeaconDrop.Oversized or BeaconDrop.Garbage or BeaconDrop.Malformed or BeaconDrop.ForeignType or BeaconDrop.UnsupportedVersion
        or BeaconDrop.InvalidField or BeaconDrop.Forged or BeaconDrop.Replayed;

    /// <summary>As in <see cref="Snapshot"/> after <c>dropped.</c>.</summary>
    public static string NameOf(BeaconDrop reason) => reason switch
    {
        BeaconDrop.Oversized => "oversized",
        BeaconDrop.Garbage => "garbage",
        BeaconDrop.Malformed => "malformed",
        BeaconDrop.ForeignType => "foreign_type",
        BeaconDrop.UnsupportedVersion => "unsupported_version",
        BeaconDrop.InvalidField => "invalid_field",
        BeaconDrop.ForeignNetwork => "foreign_network",
        BeaconDrop.Own => "own",
        BeaconDrop.ForeignKeys => "foreign_keys",
        BeaconDrop.Unsealed => "unsealed",
        BeaconDrop.Sealed => "sealed",
        BeaconDrop.Forged => "forged",
        BeaconDrop.Repeated => "repeated",
        BeaconDrop.Replayed => "replayed",
        BeaconDrop.Skewed => "skewed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "unknown reason"),
    };
}
