namespace Akka.Embedded.Sharding.Coordination;

/// <summary>Who owns a shard, and since which allocation: terms only grow.</summary>
internal readonly record struct Tenure<TRegion>(TRegion Owner, long Term);

internal static class Tenure
{
    /// <summary>Said by a region whose shard has stopped though its present coordinator has not asked for it.</summary>
    public const long AnyTerm = 0;
}
