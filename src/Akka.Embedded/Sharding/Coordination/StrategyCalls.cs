using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>Puts the coordinator's questions to the allocation strategy. Faults and delays are logged and count as "not now".</summary>
internal sealed class StrategyCalls(CoordinatorSettings settings, ActorSystemImpl system, IActorRef coordinator, ILoggingAdapter log)
{
    private static readonly InvalidOperationException NoRegion = new("The allocation strategy returned null.");

    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private bool _rebalancing;

    /// <returns>The answer, if there is one already; else it comes as a message.</returns>
    public AllocationAnswer? Allocate(
        IActorRef requester, string shard, IImmutableDictionary<IActorRef, IImmutableList<string>> candidates)
    {
        var limit = settings.Sharding.TuningParameters.UpdatingStateTimeout;
        var call = Start(() => settings.Strategy.AllocateShard(requester, shard, candidates), limit);
        if (call.IsCompletedSuccessfully)
            return Chosen(call.Result);
        call.PipeTo(coordinator, coordinator, Chosen, cause => new AllocationAnswer(shard, null, cause));
        return null;

        AllocationAnswer Chosen(IActorRef? region) => new(shard, region, region is null ? NoRegion : null);
    }

    public void Rebalance(IImmutableDictionary<IActorRef, IImmutableList<string>> candidates, IEnumerable<string> inProgress)
    {
        if (_rebalancing)
            return;
        _rebalancing = true;
        var moving = inProgress.ToImmutableSortedSet(StringComparer.Ordinal);
        var limit = settings.Sharding.TuningParameters.UpdatingStateTimeout;
        Start(() => settings.Strategy.Rebalance(candidates, moving), limit).PipeTo(
            coordinator,
            coordinator,
            shards => Rebalanced(shards ?? ImmutableSortedSet<string>.Empty),
            cause =>
            {
                log.Warning(cause, "{0}: the allocation strategy could not say what to move: {1}", settings.TypeName, cause.Message);
                return Rebalanced([]);
            });
    }

    private Task<T> Start<T>(Func<Task<T>> call, TimeSpan limit)
    {
        try
        {
            var running = call() ?? throw new InvalidOperationException("The allocation strategy returned no task.");
            return running.IsCompleted ? running : running.WaitAsync(limit, system.Runtime.Time);
        }
        catch (Exception cause)
        {
            return Task.FromException<T>(cause);
        }
    }

    /// <summary>A failure is logged when it begins, not at each repetition.</summary>
    public void Report(AllocationAnswer answer)
    {
        if (answer.Cause is null)
            _reported.Remove(answer.Shard);
        else if (_reported.Add(answer.Shard))
            log.Warning(
                answer.Cause,
                "{0}: shard {1} was not allocated and is tried again: {2}",
                settings.TypeName,
                answer.Shard,
                answer.Cause.Message);
    }

    private RebalanceAnswer Rebalanced(IEnumerable<string> shards)
    {
        _rebalancing = false;
        return new RebalanceAnswer([.. shards.Order(StringComparer.Ordinal)]);
    }
}
