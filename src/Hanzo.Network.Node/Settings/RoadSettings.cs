using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Adapters.Nats;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Cluster.Hosting;
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

    /// <summary>A name whose records are nodes, with the port of nodes found by address; null: none.</summary>
    public NodeAddress? Dns { get; init; }

    /// <summary>That nodes of the tailnet listen on; null: they are not looked for.</summary>
    public int? TailscalePort { get; init; }

    /// <summary>Null: none.</summary>
    public NatsServer? Nats { get; init; }

    public bool Local { get; init; }
    public bool Remembered { get; init; }

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
            Dns = roads.Contains(RoadNames.Dns) ? DnsName(read) : null,
            TailscalePort = roads.Contains(RoadNames.Tailscale) ? UsualPort(read) : null,
            Nats = roads.Contains(RoadNames.Nats) ? NatsOf(read) : null,
            Local = roads.Contains(RoadNames.Local),
            Remembered = roads.Contains(RoadNames.Remembered),
        };
    }

    private static NodeAddress? DnsName(SettingReader read) => read.Read<NodeAddress?>(
        Known.Dns, null, $"NAME or NAME:PORT, the port from 1 to {IPEndPoint.MaxPort}", text =>
            (NodeAddress.TryParse(text, out var name) || NodeAddress.TryCreate(text, UsualPort(read), out name), name));

    private static NatsServer? NatsOf(SettingReader read)
    {
        var server = read.Read<NatsServer?>(
            Known.Nats, null, NatsServer.AllowedForm, text => (NatsServer.Parse(text) is not null, NatsServer.Parse(text)));
        if (server is null || read.Text(Known.NatsCa) is not { } file) return server;
        server = server with { AuthorityFile = file };
        try
        {
            server.ReadAuthorities();
        }
        catch (KeyStoreException e)
        {
            read.Refuse(Known.NatsCa, e.Message);
        }

        return server;
    }

    // The nodes of a network mostly listen on the same port.
    private static int UsualPort(SettingReader read) =>
        read.Text(Known.ListenPort) is { } text && int.TryParse(text, out var port) && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : NetworkOptions.DefaultListenPort;

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
