using System.Collections.Immutable;

namespace Hanzo.Network.Node.Api.Bodies;

/// <param name="ValidSeconds">Null: 15 minutes.</param>
internal sealed record InviteRequestBody(double? ValidSeconds);

/// <param name="Code">A secret until it is used or expired.</param>
/// <param name="Addresses">Where a machine with the code asks to be let in.</param>
internal sealed record InviteBody(
    string Code, string Network, string NetworkId, DateTimeOffset ExpiresAt, ImmutableArray<string> Addresses);

internal sealed record RevocationRequestBody(string NodeId);

/// <param name="Version">Of the list of revocations that names the node.</param>
/// <param name="WasMember">The node was part of the network, and was removed from it.</param>
/// <param name="Everywhere">All other nodes have confirmed that they know; false: some hear of it by and by.</param>
/// <param name="Hint">A node of a name alike that is here, where the given one is not; null: none.</param>
internal sealed record RevocationBody(
    string NodeId, DateTimeOffset At, long Version, bool WasMember, bool Everywhere, string? Hint, string? Unkept = null);

internal sealed record ShutOutListBody(long Version, ImmutableArray<ShutOutBody> Nodes);

internal sealed record ShutOutBody(string NodeId, DateTimeOffset At);

/// <summary>What a machine was given that has joined a network.</summary>
/// <param name="Event">Always <c>joined</c>.</param>
/// <param name="SetAside">Where keys of another network of this name were moved to; null: there were none.</param>
internal sealed record JoinedBody(string Event, string Network, string NetworkId, string NodeId, DateTimeOffset Until, string? SetAside);
