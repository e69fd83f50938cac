using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Security.Invites;

/// <summary>
/// Invites as texts: <c>hanzo1-</c> and base 32 of expiry (4 bytes), network id (26), fingerprint, token, name, the two lists of
/// addresses and 4 bytes of a SHA-256 of all before it.
/// </summary>
public static class InviteCodec
{
    public const string Prefix = "hanzo1-";

    /// <summary>Characters, spaces and dashes included.</summary>
    public const int MaxLength = 8192;

    private const string AnyPrefix = "hanzo";
    private const int ChecksumBytes = 4;
    private const int ShownCharacters = 24;
    private const byte IPv4 = 0;

    /// <exception cref="ArgumentException">Something in it is not of its allowed form.</exception>
    public static string Write(Invite invite)
    {
        using var bytes = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, checked((uint)invite.ExpiresAt.ToUnixTimeSeconds()));
        bytes.Write(number);
        bytes.Write(Encoding.ASCII.GetBytes(invite.NetworkId));
        bytes.Write(invite.Authority.AsSpan());
        bytes.Write(invite.Token.AsSpan());
        bytes.WriteByte((byte)invite.Network.Length);
        bytes.Write(Encoding.ASCII.GetBytes(invite.Network));
        WriteAddresses(bytes, invite.Enrolment);
        WriteAddresses(bytes, invite.Nodes);
        var content = bytes.ToArray();
        if (Parse(content) is null) throw new ArgumentException($"the invite {invite} has a field that is not allowed.", nameof(invite));
        return Prefix + Base32.Write([.. content, .. Checksum(content)]);
    }

    /// <summary>Never throws, whatever the text.</summary>
    public static InviteReading Read(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        text = text.Trim();
        if (text.Length > MaxLength) return NotACode(text);
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return OfOtherVersion(text) ?? NotACode(text);
        if (Base32.Read(text[Prefix.Length..]) is not { Length: > ChecksumBytes } bytes) return Mistyped;
        var content = bytes.AsSpan(..^ChecksumBytes);
        if (!Checksum(content).AsSpan().SequenceEqual(bytes.AsSpan(^ChecksumBytes..))) return Mistyped;
        if (Parse(content) is not { } invite) return NotACode(text);
        return invite.ExpiresAt > now ? new InviteReading(invite) : Expired(invite, now);
    }

    private static readonly InviteReading Mistyped = new(
        null, InviteFault.Mistyped, "the invite is mistyped or not complete (its checksum is wrong): copy all of it, or use its picture.");

    private static InviteReading NotACode(ReadOnlySpan<char> text)
    {
        var shown = new string([.. text[..Math.Min(text.Length, ShownCharacters)].ToString().Select(c => char.IsControl(c) ? '?' : c)]);
        return new InviteReading(
            null, InviteFault.NotACode,
            $"'{shown}{(text.Length > ShownCharacters ? "…" : "")}' is no invite: 'hanzo invite' makes them, beginning with '{Prefix}'.");
    }

    /// <returns>Null: it is of no version.</returns>
    private static InviteReading? OfOtherVersion(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(AnyPrefix, StringComparison.OrdinalIgnoreCase)) return null;
        var rest = text[AnyPrefix.Length..];
        var dash = rest.IndexOf('-');
        if (dash < 0 || !int.TryParse(rest[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 2)
            return null;
        return new InviteReading(
            null, InviteFault.NewerVersion,
            $"the invite was made by a newer version of hanzo (format {version}, this one reads 1): update hanzo on this machine.");
    }

    private static InviteReading Expired(Invite invite, DateTimeOffset now) => new(
        null, InviteFault.Expired, string.Create(
            CultureInfo.InvariantCulture,
            $"the invite expired at {invite.ExpiresAt:u}, and by this machine's clock it is {now:u}: ask for another by 'hanzo invite'."));

    private static byte[] Checksum(ReadOnlySpan<byte> content) =>
        SHA256.HashData([.. Encoding.ASCII.GetBytes(Prefix), .. content])[..ChecksumBytes];

    private static void WriteAddresses(MemoryStream bytes, ImmutableArray<NodeAddress> addresses)
    {
        bytes.WriteByte((byte)Math.Min(addresses.Length, byte.MaxValue));
        foreach (var address in addresses)
        {
            if (System.Net.IPAddress.TryParse(address.Host, out var ip)
                && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && ip.ToString() == address.Host)
            {
                bytes.WriteByte(IPv4);
                bytes.Write(ip.GetAddressBytes());
            }
            else
            {
                bytes.WriteByte((byte)address.Host.Length);
                bytes.Write(Encoding.ASCII.GetBytes(address.Host));
            }
            bytes.Write([(byte)(address.Port >> 8), (byte)address.Port]);
        }
    }

    /// <returns>Null: a field is not of its allowed form, or something follows the last one.</returns>
    private static Invite? Parse(ReadOnlySpan<byte> content)
    {
        var rest = content;
        if (Take(ref rest, 4) is not { IsEmpty: false } expiry) return null;
        var networkId = Encoding.ASCII.GetString(Take(ref rest, Ulid.Length));
        var authority = Take(ref rest, Invite.FingerprintBytes);
        var token = Take(ref rest, Invite.TokenBytes);
        if (token.IsEmpty || !Ulid.IsValid(networkId)) return null;
        var name = Encoding.ASCII.GetString(Take(ref rest, Take(ref rest, 1) is [var length] ? length : 0));
        if (!AgentName.TryParse(name, out _)) return null;
        if (ReadAddresses(ref rest) is not { Length: > 0 } enrolment) return null;
        if (ReadAddresses(ref rest) is not { } nodes || !rest.IsEmpty) return null;
        return new Invite
        {
            Network = name,
            NetworkId = networkId,
            Authority = [.. authority],
            Token = [.. token],
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(expiry)),
            Enrolment = enrolment,
            Nodes = nodes,
        };
    }

    private static ImmutableArray<NodeAddress>? ReadAddresses(ref ReadOnlySpan<byte> rest)
    {
        if (Take(ref rest, 1) is not [<= Invite.MaxAddresses and var count]) return null;
        var addresses = ImmutableArray.CreateBuilder<NodeAddress>(count);
        for (var i = 0; i < count; i++)
        {
            if (Take(ref rest, 1) is not [var length]) return null;
            var host = Take(ref rest, length == IPv4 ? 4 : length);
            if (host.IsEmpty || Take(ref rest, 2) is not [var high, var low]) return null;
            var text = length == IPv4 ? new System.Net.IPAddress(host).ToString() : Encoding.ASCII.GetString(host);
            if (!NodeAddress.TryCreate(text, (high << 8) | low, out var address)) return null;
            addresses.Add(address);
        }
        return addresses.ToImmutable();
    }

    /// <returns>Empty when there are fewer left; nothing is taken then.</returns>
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (rest.Length < count) return [];
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
