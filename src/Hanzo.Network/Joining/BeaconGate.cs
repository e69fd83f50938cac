using System.Text;

namespace Hanzo.Network.Joining;

/// <summary>
/// Judges datagrams where they arrive, before anything is kept of them: what strangers send is counted and gone, at the price of a
/// stamp at most. Of what users should hear of, some each second get through to <see cref="BeaconReception"/>. Thread-safe.
/// </summary>
/// <param name="seal">Null: the network is not secured.</param>
public sealed class BeaconGate(NodeIdentity self, BeaconSeal? seal, BeaconVoice voice, BeaconCounters counters, TimeProvider time)
    : IDatagramFilter
{
    /// <summary>Datagrams of others that are looked at more closely in a second; the others are only counted.</summary>
    public const int MaxSamplesPerSecond = 20;

    private const byte Brace = (byte)'{';
    private readonly byte[] _network = Encoding.ASCII.GetBytes(self.Network);
    private readonly BeaconReplays _replays = new();
    private readonly Lock _lock = new();
    private long _secondBegan = time.GetTimestamp();
    private int _samples;

    public DatagramVerdict Judge(ReadOnlySpan<byte> datagram) =>
        SealedEnvelope.IsOne(datagram) ? JudgeSealed(datagram) : JudgeOpen(datagram);

    private DatagramVerdict JudgeSealed(ReadOnlySpan<byte> datagram)
    {
        var drop = SealedEnvelope.Sort(datagram, _network, seal is null ? default : seal.NetworkId, out var envelope);
        if (drop is BeaconDrop.Sealed or BeaconDrop.ForeignKeys or BeaconDrop.UnsupportedVersion && MaySample())
            return DatagramVerdict.Take;
        if (drop is { } foreign) return Drop(foreign);
        if (!seal!.IsStamped(envelope)) return Drop(BeaconDrop.Forged);
        if (voice.IsOwn(envelope.Speaker)) return Own();
        BeaconDrop? known;
        lock (_lock) known = _replays.Note(envelope.Speaker, envelope.Number);
        return known is { } old ? Drop(old) : DatagramVerdict.Take;
    }

    private DatagramVerdict JudgeOpen(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > BeaconCodec.MaxBytes) return Drop(BeaconDrop.Oversized);
        var text = datagram.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] != Brace) return Drop(BeaconDrop.Garbage);
        if (voice.IsOwn(datagram)) return Own();
        if (seal is null || MaySample()) return DatagramVerdict.Take;
        return Drop(BeaconDrop.Unsealed);
    }

    private DatagramVerdict Own()
    {
        counters.CountDrop(BeaconDrop.Own);
        return DatagramVerdict.Own;
    }

    private DatagramVerdict Drop(BeaconDrop reason)
    {
        counters.CountDrop(reason);
        return DatagramVerdict.Drop;
    }

    private bool MaySample()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (now - _secondBegan >= time.TimestampFrequency) (_secondBegan, _samples) = (now, 0);
            return _samples++ < MaxSamplesPerSecond;
        }
    }
}
