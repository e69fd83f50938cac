namespace Akka.Embedded.Sharding.Coordination;

/// <summary>Who owns a shard, and since which allocation: terms only grow.</summary>
internal readonly record struct Tenure<TRegion>(TRegion Owner, long Term);
