using System.Buffers.Binary;

namespace Hanzo.Network.Security;

/// <summary>Serial numbers of certificates: 48 bits of Unix milliseconds when it was issued, then 80 random bits.</summary>
public static class CertificateSerial
{
    public const int Bytes = 16;
    public const int RandomBytes = 10;

    /// <param name="time">From 1970 to 6429: a serial number is not negative.</param>
    public static byte[] Create(DateTimeOffset time, ReadOnlySpan<byte> entropy)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(entropy.Length, RandomBytes);
        var milliseconds = time.ToUnixTimeMilliseconds();
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, long.MaxValue >> 16);
        var serial = new byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(serial, milliseconds << 16);
        entropy.CopyTo(serial.AsSpan(Bytes - RandomBytes));
        return serial;
    }

    /// <param name="serial">Big-endian; leading zeros may be missing.</param>
    /// <returns>Null when it is too long for one of ours.</returns>
    public static DateTimeOffset? IssuedAt(ReadOnlySpan<byte> serial)
    {
        serial = serial.TrimStart((byte)0);
        if (serial.Length > Bytes) return null;
        Span<byte> whole = stackalloc byte[Bytes];
        whole.Clear();
        serial.CopyTo(whole[(Bytes - serial.Length)..]);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(whole) >> 16;
        return milliseconds >= 0 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
