using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;

namespace Akka.Embedded.Sharding.Protocol;

/// <summary>
/// Between regions and the coordinator. All but the search carry the epoch of the coordinator that is meant or that speaks.
/// </summary>
internal interface IShardingMessage : IClusterShardingSerializable;

internal sealed record FindCoordinator : IShardingMessage, IDeadLetterSuppression
{
    public static readonly FindCoordinator Instance = new();
}

/// <param name="Uid">Of the coordinator's node, to tell its incarnations apart.</param>
internal sealed record CoordinatorHere(long Epoch, int Uid) : IShardingMessage;

/// <param name="Uid">Of the node, to tell its incarnations apart.</param>
/// <param name="Hosted">Those of this part.</param>
internal sealed record RegisterRegion(
    long Epoch, int Uid, bool Proxy, ImmutableArray<string> Hosted, RegistrationPart Part) : IShardingMessage;

/// <summary>The shards of one region may be more than one message holds.</summary>
/// <param name="Number">Counts the registrations of a region: parts of two say nothing together.</param>
/// <param name="Index">From 0.</param>
/// <param name="Count">At least 1.</param>
internal readonly record struct RegistrationPart(long Number, int Index, int Count);

/// <summary>The region's node is not a full member yet: nothing is hosted, and no coordinator of an earlier epoch will be obeyed.</summary>
internal sealed record NothingHosted(long Epoch, int Uid) : IShardingMessage;

internal sealed record RegistrationConfirmed(long Epoch) : IShardingMessage;

internal sealed record GetShardHome(long Epoch, string Shard) : IShardingMessage;

internal sealed record ShardHome(long Epoch, string Shard, IActorRef Home) : IShardingMessage;

internal sealed record HostShard(long Epoch, string Shard) : IShardingMessage;

internal sealed record ShardStarted(long Epoch, string Shard) : IShardingMessage;

internal sealed record BeginHandOff(long Epoch, string Shard, long Term) : IShardingMessage;

internal sealed record HandOffBegun(long Epoch, string Shard, long Term) : IShardingMessage;

internal sealed record HandOffShard(long Epoch, string Shard, long Term) : IShardingMessage;

internal sealed record ShardStopped(long Epoch, string Shard, long Term) : IShardingMessage;

internal sealed record LeaveRequest(long Epoch) : IShardingMessage;

/// <summary>A region passes on the question of a user, whom the coordinator answers.</summary>
internal sealed record CollectStats(long Epoch, TimeSpan Timeout, IActorRef ReplyTo) : IShardingMessage;
