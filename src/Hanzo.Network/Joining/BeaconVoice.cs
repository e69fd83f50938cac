namespace Hanzo.Network.Joining;

/// <summary>
/// Writes a node's beacons; sealed ones each with a number of their own, so one voice serves a whole life of the node, whatever becomes
/// of the actors that use it.
/// </summary>
/// <param name="seal">Null: the network is not secured.</param>
public sealed class BeaconVoice(NodeIdentity self, BeaconSeal? seal)
{
    private readonly Lock _lock = new();
    private ulong _speaker = BeaconSeal.SpeakerOf(self.Incarnation, turn: 0);
    private long _turn;
    private uint _number;
    private byte[] _last = [];

    /// <param name="now">By the wall clock; others compare it with theirs.</param>
    /// <exception cref="ArgumentException">The beacon's fields together exceed <see cref="BeaconCodec.MaxBytes"/>.</exception>
    public byte[] Write(Beacon beacon, DateTimeOffset now)
    {
        var content = BeaconCodec.Write(beacon);
        if (seal is null) return _last = content;
        lock (_lock)
        {
            if (_number == uint.MaxValue) (_speaker, _number) = (BeaconSeal.SpeakerOf(self.Incarnation, ++_turn), 0);
            return seal.Seal(content, _speaker, ++_number, now);
        }
    }

    /// <summary>Whether a beacon that is not sealed is the last one written here.</summary>
    internal bool IsOwn(ReadOnlySpan<byte> datagram) => datagram.SequenceEqual(Volatile.Read(ref _last));

    internal bool IsOwn(ulong speaker)
    {
        lock (_lock) return speaker == _speaker;
    }
}
