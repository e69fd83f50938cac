using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>Questions that a region puts to all its shards. A shard that does not answer in time counts as failed.</summary>
internal static class RegionQueries
{
    public static async Task<CurrentShardRegionState> State(IReadOnlyDictionary<string, IActorRef> shards, TimeSpan timeout)
    {
        var answers = await Ask(shards, timeout);
        var states = answers.Where(answer => answer.Found is not null)
            .Select(answer => new ShardState(answer.Shard, answer.Found!.Ids.ToImmutableSortedSet(StringComparer.Ordinal)));
        return new CurrentShardRegionState(states.ToImmutableHashSet(), Failed(answers));
    }

    public static async Task<ShardRegionStats> Stats(IReadOnlyDictionary<string, IActorRef> shards, TimeSpan timeout)
    {
        var answers = await Ask(shards, timeout);
        var counts = answers.Where(answer => answer.Found is not null)
            .ToImmutableSortedDictionary(answer => answer.Shard, answer => answer.Found!.Ids.Length, StringComparer.Ordinal);
        return new ShardRegionStats(counts, Failed(answers));
    }

    private static ImmutableSortedSet<string> Failed((string Shard, Entities? Found)[] answers) =>
        answers.Where(answer => answer.Found is null).Select(answer => answer.Shard).ToImmutableSortedSet(StringComparer.Ordinal);

    private static async Task<(string Shard, Entities? Found)[]> Ask(IReadOnlyDictionary<string, IActorRef> shards, TimeSpan timeout)
    {
        if (shards.Count == 0)
            return [];
        var answers = new ShardAnswers(InternalActorRef.Of(shards.Values.First()).Provider, [.. shards.Keys]);
        var all = answers.AllWithin(timeout);
        foreach (var shard in shards.Values)
            shard.Tell(GetEntities.Instance, answers);
        try
        {
            await all;
        }
        catch (AskTimeoutException)
        {
            // Those who have not answered are told as failed.
        }

        return answers.Found();
    }
}
