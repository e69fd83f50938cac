using System.Globalization;
using Akka.Actor;
using Akka.DistributedData;
using Hanzo.Network.Benchmarks.Rows;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>One replicated map of texts to texts.</summary>
internal sealed class SharedMap(ActorSystem system)
{
    public const int Keys = 100;
    private static readonly LWWDictionaryKey<string, string> Key = new("bench");
    private static readonly string[] Names = [.. Enumerable.Range(0, Keys).Select(number => $"key-{number}")];

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(system);
    private readonly IActorRef _replicator = DistributedData.Get(system).Replicator;

    public static IWriteConsistency Local => WriteLocal.Instance;

    public static IWriteConsistency Majority => new WriteMajority(RowOptions.Patience);

    /// <exception cref="WrongWorkException">It was not written.</exception>
    public async Task SetAsync(long number, IWriteConsistency consistency)
    {
        var (name, value) = (Names[number % Keys], number.ToString(CultureInfo.InvariantCulture));
        var answer = await _replicator.Ask<IUpdateResponse>(Dsl.Update(
            Key, LWWDictionary<string, string>.Empty, consistency, map => map.SetItem(_cluster, name, value)));
        if (!answer.IsSuccessful) throw new WrongWorkException($"an update failed: {answer}.");
    }

    public async Task FillAsync()
    {
        for (var number = 0; number < Keys; number++) await SetAsync(number, Local);
    }

    /// <summary>What this node reads for the key of a number; null when there is nothing.</summary>
    public async Task<string?> ReadAsync(long number)
    {
        var answer = await _replicator.Ask<IGetResponse>(Dsl.Get(Key, ReadLocal.Instance));
        return answer.IsSuccessful && answer.Get(Key).TryGetValue(Names[number % Keys], out var value) ? value : null;
    }

    public async Task<int> CountAsync()
    {
        var answer = await _replicator.Ask<IGetResponse>(Dsl.Get(Key, ReadLocal.Instance));
        return answer.IsSuccessful ? answer.Get(Key).Count : 0;
    }
}
