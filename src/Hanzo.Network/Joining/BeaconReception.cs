using System.Text;

namespace Hanzo.Network.Joining;

/// <param name="Heard">Null when the datagram was dropped.</param>
/// <param name="Answer">The sender is a newcomer and is told at once, by unicast, that we are here.</param>
public readonly record struct BeaconReaction(Beacon? Heard, bool Answer)
{
    /// <summary>Worth telling a user of, though it was dropped.</summary>
    public Presence? Presence { get; init; }

    /// <summary>Whose clock was measured by this beacon; null: a beacon without a time.</summary>
    public NodeIdentity? Timed { get; init; }

    /// <summary>How far the clock of <see cref="Timed"/> is ahead of ours; negative: behind.</summary>
    public TimeSpan Skew { get; init; }
}

/// <summary>What to do with each datagram that arrives; counts all of them by outcome. Owned by one actor.</summary>
/// <param name="seal">Null: the network is not secured.</param>
public sealed class BeaconReception(NodeIdentity self, BeaconCounters counters, BeaconSeal? seal = null)
{
    /// <summary>Answers in one second; a flood of beacons draws no more than this.</summary>
    public const int MaxAnswersPerSecond = 200;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly byte[] _network = Encoding.ASCII.GetBytes(self.Network);
    private TimeSpan _secondBegan;
    private int _answersThisSecond;

    /// <param name="now">By any one clock.</param>
    /// <param name="clock">The wall clock, which sealed beacons are compared with.</param>
    public BeaconReaction React(ReadOnlySpan<byte> datagram, TimeSpan now, DateTimeOffset clock)
    {
        if (SealedEnvelope.IsOne(datagram)) return ReactToSealed(datagram, now, clock);
        var beacon = BeaconCodec.Read(datagram, out var drop);
        if (beacon is null && drop == BeaconDrop.UnsupportedVersion) return OtherVersion(BeaconCodec.ReadVersions(datagram, self.Network));
        if (beacon is null) return Drop(drop);
        if (seal is null || !IsOfOthersHere(beacon)) return React(beacon, now);
        return Drop(BeaconDrop.Unsealed) with { Presence = new Presence(PresenceKind.Unsecured, beacon.Node) };
    }

    private BeaconReaction ReactToSealed(ReadOnlySpan<byte> datagram, TimeSpan now, DateTimeOffset clock)
    {
        switch (SealedEnvelope.Sort(datagram, _network, seal is null ? default : seal.NetworkId, out var envelope))
        {
            case null:
                break;
            case BeaconDrop.Sealed:
                return Drop(BeaconDrop.Sealed) with { Presence = new Presence(PresenceKind.Secured) };
            case BeaconDrop.ForeignKeys:
                return Drop(BeaconDrop.ForeignKeys) with { Presence = new Presence(PresenceKind.OtherKeys) };
            case BeaconDrop.UnsupportedVersion:
                return OtherVersion(new BeaconVersions(SealedEnvelope.VersionOf(datagram), SealedEnvelope.Version));
            case { } reason:
                return Drop(reason);
        }

        var content = seal!.Open(envelope, out var sentAt);
        if (content is null) return Drop(BeaconDrop.Forged);
        var beacon = BeaconCodec.Read(content, out var drop);
        if (beacon is null) return Drop(drop);
        if (!IsOfOthersHere(beacon)) return React(beacon, now);
        var skew = sentAt - clock;
        var reaction = ClockSkew.IsBeyond(skew) ? Drop(BeaconDrop.Skewed) : React(beacon, now);
        return reaction with { Timed = beacon.Node, Skew = skew };
    }

    private bool IsOfOthersHere(Beacon beacon) => beacon.Node.Network == self.Network && beacon.Node.Incarnation != self.Incarnation;

    private BeaconReaction React(Beacon beacon, TimeSpan now)
    {
        if (beacon.Node.Network != self.Network) return Drop(BeaconDrop.ForeignNetwork);
        if (beacon.Node.Incarnation == self.Incarnation) return Drop(BeaconDrop.Own);
        counters.CountHeard();
        return new BeaconReaction(beacon, beacon is { Reply: false, Cluster: null } && MayAnswer(now));
    }

    /// <param name="versions">Null: nobody needs to hear of it.</param>
    private BeaconReaction OtherVersion(BeaconVersions? versions) => Drop(BeaconDrop.UnsupportedVersion) with
    {
        Presence = versions is null ? null : new Presence(PresenceKind.OtherVersion) { Versions = versions },
    };

    private BeaconReaction Drop(BeaconDrop reason)
    {
        counters.CountDrop(reason);
        return default;
    }

    private bool MayAnswer(TimeSpan now)
    {
        if (now - _secondBegan >= Second) (_secondBegan, _answersThisSecond) = (now, 0);
        return _answersThisSecond++ < MaxAnswersPerSecond;
    }
}
