using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Known = Hanzo.Network.Node.Settings.SettingCatalog;

namespace Hanzo.Network.Node.Settings;

/// <summary>By which roads a node looks for others.</summary>
internal sealed record RoadSettings
{
    private const int MaxSeeds = 64;

    public required bool Udp { get; init; }

    /// <summary>As host:port; empty: none.</summary>
    public ImmutableArray<string> Seeds { get; init; } = [];

    /// <summary>Its peers are contacted; null: none given, or only its entry of this node counts.</summary>
    public string? TopologyFile { get; init; }

    public static RoadSettings Bind(SettingReader read)
    {
        var roads = read.Parts(Known.Discovery);
        if (roads.Any(road => !RoadNames.All.Contains(road)))
            read.Refuse(Known.Discovery, $"a list of {RoadNames.Allowed}");
        return new RoadSettings
        {
            Udp = roads.Contains(RoadNames.Udp),
            Seeds = roads.Contains(RoadNames.Seeds) ? SeedList(read) : [],
            TopologyFile = roads.Contains(RoadNames.File) ? read.Text(Known.Topology) : null,
        };
    }

    private static ImmutableArray<string> SeedList(SettingReader read)
    {
        var seeds = read.Parts(Known.Seeds);
        if (seeds.Length > MaxSeeds)
            read.Refuse(Known.Seeds, $"at most {MaxSeeds} seeds");
        else if (seeds.FirstOrDefault(seed => !NodeAddress.TryParse(seed, out _)) is { } wrong)
            read.Refuse(Known.Seeds, $"'{wrong}' is not HOST:PORT with a port from 1 to {IPEndPoint.MaxPort}");
        return seeds;
    }
}
