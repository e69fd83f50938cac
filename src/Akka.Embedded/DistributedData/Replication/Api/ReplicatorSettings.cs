using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>What the replicator reads of <c>akka.cluster.distributed-data</c>, checked.</summary>
public sealed record ReplicatorSettings
{
    private const string Path = "akka.cluster.distributed-data.";
    private const string FrameSizePath = "akka.remote.dot-netty.tcp.maximum-frame-size";
    private const int MaxElements = 100_000;
    private const int DefaultFrameBytes = 128_000;

    private ReplicatorSettings()
    {
    }

    /// <summary>Replicas are on members with this role; empty: on all.</summary>
    public string Role { get; init; } = "";

    public TimeSpan GossipInterval { get; init; }

    /// <summary>Subscribers of a key are told at most once in this time.</summary>
    public TimeSpan NotifySubscribersInterval { get; init; }

    /// <summary>Entries in one message of gossip or changes.</summary>
    public int MaxDeltaElements { get; init; }

    /// <summary>Zero: removed nodes stay in the data.</summary>
    public TimeSpan PruningInterval { get; init; }

    /// <summary>After this time with all members reachable everyone has what a removed node has written.</summary>
    public TimeSpan MaxPruningDissemination { get; init; }

    public TimeSpan PruningMarkerTimeToLive { get; init; }

    /// <summary>Changes of a key with more operations than this are sent as the whole value.</summary>
    public int MaxDeltaSize { get; init; }

    /// <summary>Changes are sent as such, not as whole values.</summary>
    internal bool SendsChanges { get; init; }

    /// <summary>Changes in a row are collected for so long.</summary>
    internal TimeSpan ChangeInterval { get; init; }

    /// <summary>The longest value that can be sent.</summary>
    internal int MaxItemBytes { get; init; }

    /// <exception cref="ConfigurationException">A value is not allowed, or asks for what this runtime does not have.</exception>
    public static ReplicatorSettings Create(ActorSystem system)
    {
        var config = system.Settings.Config;
        var settings = Create(config.GetConfig("akka.cluster.distributed-data"));
        var frame = config.GetByteSize(FrameSizePath, DefaultFrameBytes)!.Value;
        return settings with { MaxItemBytes = ItemBytes(frame) };
    }

    /// <param name="config">The section <c>akka.cluster.distributed-data</c>.</param>
    /// <exception cref="ConfigurationException">A value is not allowed, or asks for what this runtime does not have.</exception>
    public static ReplicatorSettings Create(Config config)
    {
        if (config.IsNullOrEmpty())
            throw new ConfigurationException($"{Path[..^1]} is missing.");
        if (config.GetStringList("durable.keys") is { Count: > 0 } durable)
        {
            throw new ConfigurationException(
                $"{Path}durable.keys is [{string.Join(", ", durable)}], but the embedded runtime keeps no durable data; allowed: [].");
        }

        return new ReplicatorSettings
        {
            Role = config.GetString("role", ""),
            GossipInterval = Positive(config, "gossip-interval"),
            NotifySubscribersInterval = Positive(config, "notify-subscribers-interval"),
            MaxDeltaElements = InRange(config, "max-delta-elements", 1, MaxElements),
            PruningInterval = IsOff(config, "pruning-interval") ? TimeSpan.Zero : Positive(config, "pruning-interval"),
            MaxPruningDissemination = Positive(config, "max-pruning-dissemination"),
            PruningMarkerTimeToLive = Positive(config, "pruning-marker-time-to-live"),
            SendsChanges = config.GetBoolean("delta-crdt.enabled", true),
            MaxDeltaSize = InRange(config, "delta-crdt.max-delta-size", 1, MaxElements),
            ChangeInterval = Positive(config, "embedded.change-interval"),
            MaxItemBytes = ItemBytes(DefaultFrameBytes),
        };
    }

    private static int ItemBytes(long frame) => (int)Math.Clamp(frame - ReplicationWire.OverheadBytes, 1, int.MaxValue);

    private static bool IsOff(Config config, string name) => config.GetString(name) is "off" or "false";

    private static TimeSpan Positive(Config config, string name)
    {
        var value = config.GetTimeSpan(name, TimeSpan.Zero, allowInfinite: false);
        return value > TimeSpan.Zero ? value : throw new ConfigurationException($"{Path}{name} is {value}; allowed: more than 0.");
    }

    private static int InRange(Config config, string name, int min, int max)
    {
        var value = config.GetInt(name, min);
        return value >= min && value <= max
            ? value
            : throw new ConfigurationException($"{Path}{name} is {value}; allowed: {min} to {max}.");
    }
}
