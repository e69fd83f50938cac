using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>How the asked node looks for others.</summary>
internal sealed record JoiningBody
{
    /// <summary>By name.</summary>
    public required ImmutableSortedDictionary<string, RoadBody> Roads { get; init; }

    /// <summary>Beacons sent, heard and dropped by reason; empty where none are used.</summary>
    public ImmutableSortedDictionary<string, long> Beacons { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>That beacons leave by.</summary>
    public ImmutableArray<LinkBody> Interfaces { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Machines that asked to be let in, or for a new certificate, and were refused; by reason.</summary>
    public ImmutableSortedDictionary<string, long> Refused { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    public static JoiningBody From(NetworkStatus status) => new()
    {
        Roads = status.Roads.ToImmutableSortedDictionary(road => road.Key, road => RoadBody.From(road.Value), StringComparer.Ordinal),
        Beacons = status.Joining.Udp?.Counters ?? ImmutableSortedDictionary<string, long>.Empty,
        Interfaces = [.. (status.Joining.Udp?.Datagrams?.Links ?? []).Select(LinkBody.From)],
    };
}

/// <param name="State"><c>starting</c>, <c>working</c> or <c>failing</c>.</param>
/// <param name="Found">Addresses that it leads to.</param>
/// <param name="LastError">Also kept when it works again.</param>
internal sealed record RoadBody(string State, int Found, string? LastError, DateTimeOffset? LastNews)
{
    public static RoadBody From(RoadStatus road) =>
        new(road.State.ToString().ToLowerInvariant(), road.Found, road.LastError, road.LastNews);
}
