using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Security;

namespace Hanzo.Network.Joining;

/// <summary>
/// Seals the beacons of a secured network: their content by AES-256-GCM, and a stamp over the whole (HMAC-SHA-256) that is checked first,
/// since refusing a forged stamp costs neither memory nor an exception. Both keys come from the network's own by HKDF. Thread-safe.
/// </summary>
public sealed class BeaconSeal
{
    private const int KeyBytes = 32;
    private readonly byte[] _contentKey;
    private readonly byte[] _stampKey;
    private readonly byte[] _network;
    private readonly byte[] _networkId;

    /// <exception cref="ArgumentException">
    /// The beacon key has not <see cref="NetworkKeys.BeaconKeyBytes"/> bytes, or the id is no ULID.
    /// </exception>
    public BeaconSeal(NetworkKeys keys)
    {
        if (keys.BeaconKey.Length is not NetworkKeys.BeaconKeyBytes and var size)
            throw new ArgumentException($"the beacon key has {size} bytes; it must have {NetworkKeys.BeaconKeyBytes}.", nameof(keys));
        if (!Ulid.IsValid(keys.NetworkId)) throw new ArgumentException($"the network's id '{keys.NetworkId}' is no ULID.", nameof(keys));
        (_network, _networkId) = (Encoding.ASCII.GetBytes(keys.Network), Encoding.ASCII.GetBytes(keys.NetworkId));
        (_contentKey, _stampKey) = (Derive(keys, "hanzo.beacon.content.2"u8), Derive(keys, "hanzo.beacon.stamp.2"u8));
    }

    public ReadOnlySpan<byte> NetworkId => _networkId;

    /// <summary>The number that stands for a life of a node in what it seals; another one for each 2^32 beacons.</summary>
    public static ulong SpeakerOf(string incarnation, long turn)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{incarnation} {turn}"));
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <param name="speaker">With <paramref name="number"/>: never twice the same under one key.</param>
    /// <exception cref="ArgumentException">The whole exceeds <see cref="BeaconCodec.MaxBytes"/>.</exception>
    public byte[] Seal(ReadOnlySpan<byte> content, ulong speaker, uint number, DateTimeOffset sentAt)
    {
        var open = SealedEnvelope.OpenBytes(_network.Length);
        var plainBytes = SealedEnvelope.TimeBytes + content.Length;
        var whole = new byte[open + plainBytes + SealedEnvelope.TagBytes + SealedEnvelope.StampBytes];
        if (whole.Length > BeaconCodec.MaxBytes)
            throw new ArgumentException(
                $"the sealed beacon has {whole.Length} bytes; the bound is {BeaconCodec.MaxBytes}.", nameof(content));
        SealedEnvelope.WriteOpen(whole, _network, _networkId, speaker, number);
        Span<byte> plain = stackalloc byte[BeaconCodec.MaxBytes];
        BinaryPrimitives.WriteInt64BigEndian(plain, sentAt.ToUnixTimeMilliseconds());
        content.CopyTo(plain[SealedEnvelope.TimeBytes..]);
        var rest = whole.AsSpan(open);
        using var cipher = new AesGcm(_contentKey, SealedEnvelope.TagBytes);
        cipher.Encrypt(
            whole.AsSpan(open - SealedEnvelope.NonceBytes, SealedEnvelope.NonceBytes), plain[..plainBytes], rest[..plainBytes],
            rest.Slice(plainBytes, SealedEnvelope.TagBytes), whole.AsSpan(0, open));
        WriteStamp(whole.AsSpan(0, whole.Length - SealedEnvelope.StampBytes), rest[^SealedEnvelope.StampBytes..]);
        return whole;
    }

    /// <summary>Whether somebody who has the network's key wrote it; allocates nothing.</summary>
    public bool IsStamped(SealedEnvelope envelope)
    {
        Span<byte> stamp = stackalloc byte[SealedEnvelope.StampBytes];
        WriteStamp(envelope.Stamped, stamp);
        return CryptographicOperations.FixedTimeEquals(stamp, envelope.Stamp);
    }

    /// <summary>What was sealed, and when; null: not by this key, or it was changed.</summary>
    public byte[]? Open(SealedEnvelope envelope, out DateTimeOffset sentAt)
    {
        sentAt = default;
        if (!IsStamped(envelope)) return null;
        var plain = new byte[envelope.Content.Length - SealedEnvelope.TagBytes];
        try
        {
            using var cipher = new AesGcm(_contentKey, SealedEnvelope.TagBytes);
            cipher.Decrypt(
                envelope.Nonce, envelope.Content[..plain.Length], envelope.Content[plain.Length..], plain, envelope.Open);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null; // stamped by another implementation with the same key: refused like any other
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(plain);
        if (milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return null;
        sentAt = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return plain[SealedEnvelope.TimeBytes..];
    }

    private void WriteStamp(ReadOnlySpan<byte> stamped, Span<byte> stamp)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_stampKey, stamped, hash);
        hash[..SealedEnvelope.StampBytes].CopyTo(stamp);
    }

    private static byte[] Derive(NetworkKeys keys, ReadOnlySpan<byte> purpose)
    {
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.BeaconKey.AsSpan(), key, Encoding.ASCII.GetBytes(keys.NetworkId), purpose);
        return key;
    }
}
