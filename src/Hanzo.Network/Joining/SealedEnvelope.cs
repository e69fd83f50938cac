using System.Buffers.Binary;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Joining;

/// <summary>
/// A sealed beacon as it lies in a datagram, not yet checked: magic, version, length and text of the network's name, its id, speaker and
/// number, then what is sealed, and the stamp over all before it. All versions begin the same, up to the network's name. Points into the
/// datagram and allocates nothing.
/// </summary>
public readonly ref struct SealedEnvelope
{
    /// <summary>The version of this form; beacons that are not sealed have <see cref="BeaconCodec.Version"/>.</summary>
    public const byte Version = 2;

    public const int StampBytes = 16;

    internal const int TagBytes = 16;
    internal const int NonceBytes = SpeakerBytes + sizeof(uint);
    internal const int TimeBytes = sizeof(long);
    private const int SpeakerBytes = sizeof(ulong);
    private const int MaxNameBytes = 63;

    private SealedEnvelope(ReadOnlySpan<byte> datagram, int nameBytes)
    {
        Name = datagram.Slice(HeadBytes, nameBytes);
        NetworkId = datagram.Slice(HeadBytes + nameBytes, Ulid.Length);
        Open = datagram[..(HeadBytes + nameBytes + Ulid.Length + NonceBytes)];
        Nonce = Open[^NonceBytes..];
        Content = datagram[Open.Length..^StampBytes];
        Stamped = datagram[..^StampBytes];
        Stamp = datagram[^StampBytes..];
    }

    public ReadOnlySpan<byte> Name { get; }
    public ReadOnlySpan<byte> NetworkId { get; }

    /// <summary>Stands for one life of a node; nothing else is told by it.</summary>
    public ulong Speaker => BinaryPrimitives.ReadUInt64BigEndian(Nonce);

    /// <summary>Counts the speaker's beacons.</summary>
    public uint Number => BinaryPrimitives.ReadUInt32BigEndian(Nonce[SpeakerBytes..]);

    /// <summary>All before what is sealed.</summary>
    internal ReadOnlySpan<byte> Open { get; }
    internal ReadOnlySpan<byte> Nonce { get; }

    /// <summary>What is sealed, with its tag.</summary>
    internal ReadOnlySpan<byte> Content { get; }
    internal ReadOnlySpan<byte> Stamped { get; }
    internal ReadOnlySpan<byte> Stamp { get; }

    private static ReadOnlySpan<byte> Magic => "Hzn"u8;

    private static int HeadBytes => Magic.Length + 2;

    /// <summary>Whether the datagram says that it is a sealed beacon, of whatever version.</summary>
    public static bool IsOne(ReadOnlySpan<byte> datagram) => datagram.StartsWith(Magic);

    /// <param name="datagram">That <see cref="Sort"/> has judged.</param>
    internal static byte VersionOf(ReadOnlySpan<byte> datagram) => datagram[Magic.Length];

    /// <summary>Why a datagram that <see cref="IsOne"/> concerns nobody of the network; null: its stamp decides.</summary>
    /// <param name="network">The name of the network that is listened for.</param>
    /// <param name="networkId">Empty: that network is not secured.</param>
    public static BeaconDrop? Sort(
        ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> network, ReadOnlySpan<byte> networkId, out SealedEnvelope envelope)
    {
        envelope = default;
        if (datagram.Length > BeaconCodec.MaxBytes) return BeaconDrop.Oversized;
        if (datagram.Length <= HeadBytes) return BeaconDrop.Malformed;
        var name = datagram[HeadBytes - 1];
        if (name is 0 or > MaxNameBytes || datagram.Length < HeadBytes + name) return BeaconDrop.Malformed;
        if (VersionOf(datagram) != Version)
            return datagram.Slice(HeadBytes, name).SequenceEqual(network) ? BeaconDrop.UnsupportedVersion : BeaconDrop.ForeignNetwork;
        if (datagram.Length < HeadBytes + name + Ulid.Length + NonceBytes + TimeBytes + TagBytes + StampBytes) return BeaconDrop.Malformed;
        envelope = new SealedEnvelope(datagram, name);
        if (!envelope.Name.SequenceEqual(network)) return BeaconDrop.ForeignNetwork;
        if (networkId.IsEmpty) return BeaconDrop.Sealed;
        return envelope.NetworkId.SequenceEqual(networkId) ? null : BeaconDrop.ForeignKeys;
    }

    /// <summary>Writes all before what is sealed.</summary>
    /// <returns>The bytes written.</returns>
    internal static int WriteOpen(
        Span<byte> target, ReadOnlySpan<byte> network, ReadOnlySpan<byte> networkId, ulong speaker, uint number)
    {
        Magic.CopyTo(target);
        target[Magic.Length] = Version;
        target[HeadBytes - 1] = (byte)network.Length;
        network.CopyTo(target[HeadBytes..]);
        networkId.CopyTo(target[(HeadBytes + network.Length)..]);
        var written = OpenBytes(network.Length);
        var nonce = target[(written - NonceBytes)..written];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, speaker);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[SpeakerBytes..], number);
        return written;
    }

    internal static int OpenBytes(int nameBytes) => HeadBytes + nameBytes + Ulid.Length + NonceBytes;
}
