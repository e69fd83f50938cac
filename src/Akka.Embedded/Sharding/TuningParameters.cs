using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>Limits and intervals of sharding; the configuration names and explains them.</summary>
public class TuningParameters
{
    public readonly TimeSpan CoordinatorFailureBackoff;
    public readonly TimeSpan RetryInterval;
    public readonly int BufferSize;
    public readonly TimeSpan HandOffTimeout;
    public readonly TimeSpan RebalanceInterval;
    public readonly TimeSpan UpdatingStateTimeout;
    public readonly int LeastShardAllocationAbsoluteLimit;
    public readonly double LeastShardAllocationRelativeLimit;

    internal TuningParameters(Config config)
    {
        CoordinatorFailureBackoff = Interval(config, "coordinator-failure-backoff");
        RetryInterval = Interval(config, "retry-interval");
        HandOffTimeout = Interval(config, "handoff-timeout");
        RebalanceInterval = Interval(config, "rebalance-interval");
        UpdatingStateTimeout = Interval(config, "updating-state-timeout");
        BufferSize = config.GetInt("buffer-size");
        LeastShardAllocationAbsoluteLimit = config.GetInt("least-shard-allocation-strategy.rebalance-absolute-limit");
        LeastShardAllocationRelativeLimit = config.GetDouble("least-shard-allocation-strategy.rebalance-relative-limit");
        if (BufferSize < 1)
            throw new ConfigurationException($"akka.cluster.sharding.buffer-size is {BufferSize}; allowed: 1 or more.");
    }

    private static TimeSpan Interval(Config config, string key)
    {
        var interval = config.GetTimeSpan(key);
        return interval > TimeSpan.Zero
            ? interval
            : throw new ConfigurationException($"akka.cluster.sharding.{key} is {interval}; allowed: more than 0.");
    }
}
