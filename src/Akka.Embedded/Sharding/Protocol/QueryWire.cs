using System.Buffers;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Sharding.Protocol;

/// <summary>The bytes of questions to regions and of their answers.</summary>
internal static class QueryWire
{
    private const int MaxEntities = 10_000_000;

    public static string ManifestOf(object message) => message switch
    {
        GetShardRegionState => "QS",
        CurrentShardRegionState => "AS",
        GetShardRegionStats => "QC",
        ShardRegionStats => "AC",
        GetClusterShardingStats => "QA",
        ClusterShardingStats => "AA",
        GetCurrentRegions => "QR",
        CurrentRegions => "AR",
        _ => throw new ArgumentException($"{message.GetType()} is no message of sharding.", nameof(message)),
    };

    public static void Write(object message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case CurrentShardRegionState m:
                WriteState(m, output);
                break;
            case ShardRegionStats m:
                WriteStats(m, output);
                break;
            case GetClusterShardingStats m:
                output.WriteInt64(m.Timeout.Ticks);
                break;
            case CurrentRegions m:
                output.WriteVarInt((ulong)m.Regions.Count);
                foreach (var address in m.Regions.Order())
                    output.WriteString(address.ToString());
                break;
            case ClusterShardingStats m:
                output.WriteVarInt((ulong)m.Regions.Count);
                foreach (var (address, stats) in m.Regions.OrderBy(region => region.Key.ToString(), StringComparer.Ordinal))
                {
                    output.WriteString(address.ToString());
                    WriteStats(stats, output);
                }

                break;
        }
    }

    /// <returns>Null for another's manifest.</returns>
    public static object? Read(string manifest, ref WireReader reader) => manifest switch
    {
        "QS" => GetShardRegionState.Instance,
        "AS" => ReadState(ref reader),
        "QC" => GetShardRegionStats.Instance,
        "AC" => ReadStats(ref reader),
        "QA" => new GetClusterShardingStats(new TimeSpan(reader.ReadInt64("timeout"))),
        "AA" => ReadAllStats(ref reader),
        "QR" => GetCurrentRegions.Instance,
        "AR" => ReadRegions(ref reader),
        _ => null,
    };

    private static void WriteNames(IReadOnlyCollection<string> names, IBufferWriter<byte> output)
    {
        output.WriteVarInt((ulong)names.Count);
        foreach (var name in names.Order(StringComparer.Ordinal))
            output.WriteString(name);
    }

    private static ImmutableSortedSet<string> ReadNames(ref WireReader reader, int max)
    {
        var count = reader.ReadCount("names", max);
        var names = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            names.Add(reader.ReadString("name", WireBounds.MaxNameBytes));
        return names.ToImmutable();
    }

    private static void WriteState(CurrentShardRegionState state, IBufferWriter<byte> output)
    {
        output.WriteVarInt((ulong)state.Shards.Count);
        foreach (var shard in state.Shards.OrderBy(shard => shard.ShardId, StringComparer.Ordinal))
        {
            output.WriteString(shard.ShardId);
            WriteNames(shard.EntityIds, output);
        }

        WriteNames(state.Failed, output);
    }

    private static CurrentShardRegionState ReadState(ref WireReader reader)
    {
        var count = reader.ReadCount("shards", WireBounds.MaxShards);
        var shards = ImmutableHashSet.CreateBuilder<ShardState>();
        for (var i = 0; i < count; i++)
            shards.Add(new ShardState(reader.ReadString("shard", WireBounds.MaxNameBytes), ReadNames(ref reader, MaxEntities)));
        return new CurrentShardRegionState(shards.ToImmutable(), ReadNames(ref reader, WireBounds.MaxShards));
    }

    private static void WriteStats(ShardRegionStats stats, IBufferWriter<byte> output)
    {
        output.WriteVarInt((ulong)stats.Stats.Count);
        foreach (var (shard, count) in stats.Stats.OrderBy(shard => shard.Key, StringComparer.Ordinal))
        {
            output.WriteString(shard);
            output.WriteVarInt((ulong)count);
        }

        WriteNames(stats.Failed, output);
    }

    private static ShardRegionStats ReadStats(ref WireReader reader)
    {
        var count = reader.ReadCount("shards", WireBounds.MaxShards);
        var stats = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            stats[reader.ReadString("shard", WireBounds.MaxNameBytes)] = reader.ReadCount("entities", MaxEntities);
        return new ShardRegionStats(stats.ToImmutable(), ReadNames(ref reader, WireBounds.MaxShards));
    }

    private static CurrentRegions ReadRegions(ref WireReader reader)
    {
        var count = reader.ReadCount("regions", WireBounds.MaxShards);
        var regions = ImmutableHashSet.CreateBuilder<Address>();
        for (var i = 0; i < count; i++)
            regions.Add(ReadAddress(ref reader));
        return new CurrentRegions(regions.ToImmutable());
    }

    private static Address ReadAddress(ref WireReader reader) => Address.Parse(reader.ReadString("address", WireBounds.MaxPathBytes));

    private static ClusterShardingStats ReadAllStats(ref WireReader reader)
    {
        var count = reader.ReadCount("regions", WireBounds.MaxShards);
        var regions = ImmutableDictionary.CreateBuilder<Address, ShardRegionStats>();
        for (var i = 0; i < count; i++)
            regions[ReadAddress(ref reader)] = ReadStats(ref reader);
        return new ClusterShardingStats(regions.ToImmutable());
    }
}
