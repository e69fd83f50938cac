namespace Hanzo.Network.Joining;

/// <param name="Heard">Null when the datagram was dropped.</param>
/// <param name="Answer">The sender is a newcomer and is told at once, by unicast, that we are here.</param>
public readonly record struct BeaconReaction(Beacon? Heard, bool Answer);

/// <summary>What to do with each datagram that arrives; counts all of them by outcome. Owned by one actor.</summary>
public sealed class BeaconReception(NodeIdentity self, BeaconCounters counters)
{
    /// <summary>Answers in one second; a flood of beacons draws no more than this.</summary>
    public const int MaxAnswersPerSecond = 200;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private TimeSpan _secondBegan;
    private int _answersThisSecond;

    /// <param name="now">By any one clock.</param>
    public BeaconReaction React(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        var beacon = BeaconCodec.Read(datagram, out var drop);
        if (beacon is null) return Drop(drop);
        if (beacon.Node.Network != self.Network) return Drop(BeaconDrop.ForeignNetwork);
        if (beacon.Node.Incarnation == self.Incarnation) return Drop(BeaconDrop.Own);
        counters.CountHeard();
        return new BeaconReaction(beacon, beacon is { Reply: false, Cluster: null } && MayAnswer(now));
    }

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
