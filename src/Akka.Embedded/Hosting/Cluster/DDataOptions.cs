using System.Text.Json;
using Akka.Configuration;

namespace Akka.Cluster.Hosting;

/// <summary>What Distributed Data has otherwise than <c>akka.cluster.distributed-data</c> says; null: as it says.</summary>
public class DDataOptions
{
    /// <summary>Of the replicator's actor.</summary>
    public string? Name { get; set; }

    /// <summary>Of the members that hold replicas; empty: all.</summary>
    public string? Role { get; set; }

    internal Config ToHocon() => ConfigurationFactory.ParseString(string.Concat(Setting("name", Name), Setting("role", Role)));

    // A JSON text is a quoted text of HOCON.
    private static string Setting(string key, string? value) =>
        value is null ? "" : $"akka.cluster.distributed-data.{key} = {JsonSerializer.Serialize(value)}\n";
}
