using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Security.Invites;

/// <summary>What one machine needs to become part of a secured network, once.</summary>
public sealed record Invite
{
    public const int MaxAddresses = 4;
    public const int TokenBytes = 16;

    /// <summary>Of a SHA-256.</summary>
    public const int FingerprintBytes = 32;

    public static readonly TimeSpan LeastValid = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan MostValid = TimeSpan.FromDays(7);
    public static readonly TimeSpan UsuallyValid = TimeSpan.FromMinutes(15);

    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>As in <see cref="NetworkKeys.NetworkId"/>.</summary>
    public required string NetworkId { get; init; }

    /// <summary>SHA-256 of the certificate of the network's authority: who answers must show that one.</summary>
    public required ImmutableArray<byte> Authority { get; init; }

    /// <summary>A secret that counts once; <see cref="TokenBytes"/> bytes.</summary>
    public required ImmutableArray<byte> Token { get; init; }

    /// <summary>Whole seconds, until the year 2106.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Where certificates are asked for; 1 to <see cref="MaxAddresses"/>, the likeliest first.</summary>
    public required ImmutableArray<NodeAddress> Enrolment { get; init; }

    /// <summary>Where nodes of the network are dialled; at most <see cref="MaxAddresses"/>.</summary>
    public ImmutableArray<NodeAddress> Nodes { get; init; } = [];

    /// <summary>Shows no token.</summary>
    public override string ToString() => $"{Network} ({NetworkId}) until {ExpiresAt:u}";
}
