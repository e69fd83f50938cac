using Akka.Actor;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>Where the answers of all shards to one question arrive: with one timer and one task, however many shards there are.</summary>
internal sealed class ShardAnswers(ActorRefProvider provider, string[] shards) : TempActorRef(provider)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entities> _found = new(StringComparer.Ordinal);
    private readonly AskRef<int> _all = new(provider);

    protected override bool IsOver => _all.Result.IsCompleted;

    /// <summary>Before the question is sent.</summary>
    /// <returns>Fails with an <see cref="AskTimeoutException"/>; what has arrived until then is kept.</returns>
    public async Task AllWithin(TimeSpan timeout)
    {
        _all.Limit(timeout, CancellationToken.None);
        try
        {
            await _all.Result;
        }
        finally
        {
            Unregister();
        }
    }

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is not Entities answer)
            return;
        bool isLast;
        lock (_gate)
            isLast = _found.TryAdd(answer.Shard, answer) && _found.Count == shards.Length;
        if (isLast)
            _all.Tell(shards.Length, sender);
    }

    /// <summary>In the order of the shards.</summary>
    public (string Shard, Entities? Found)[] Found()
    {
        lock (_gate)
            return Array.ConvertAll(shards, shard => (shard, _found.GetValueOrDefault(shard)));
    }
}
