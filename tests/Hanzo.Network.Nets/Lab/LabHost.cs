using System.Collections.Immutable;

namespace Hanzo.Network.Nets.Lab;

/// <summary>A machine: a network namespace with links into networks.</summary>
internal sealed class LabHost(string name, string space, ImmutableArray<LabLink> links)
{
    /// <summary>UDP broadcasts do not leave it; requests for hardware addresses, which are broadcasts too, do.</summary>
    private static readonly string[] NoBroadcasts =
    [
        "add table inet lab",
        "add chain inet lab leaving { type filter hook output priority 0 ; }",
        "add rule inet lab leaving meta l4proto udp fib daddr type broadcast drop",
    ];

    public string Name { get; } = name;

    public string Namespace { get; } = space;

    /// <summary>By interface: the other end of its wire.</summary>
    public Dictionary<string, (NetLab Lab, string Device, LabNetwork Network)> Ports { get; } = [];

    public ImmutableArray<LabLink> Links { get; } = links;

    /// <summary>Of its first link, without the mask.</summary>
    public string Address => AddressOf(Links[0]);

    public static string AddressOf(LabLink link) => link.Address.Split('/')[0];

    public Task<string> RunAsync(params IEnumerable<string> command) => Tool.IpAsync([.. new[] { "netns", "exec", Namespace }, .. command]);

    public Task RouteAsync(string to, string via) => Tool.IpAsync("-n", Namespace, "route", "add", to, "via", via);

    /// <summary>Its broadcasts do not leave it any more.</summary>
    public async Task BlockBroadcastsAsync()
    {
        if (Tool.Exists("nft")) foreach (var rule in NoBroadcasts) await RunAsync(["nft", .. rule.Split(' ')]);
        else await RunAsync("iptables", "-A", "OUTPUT", "-p", "udp", "-m", "addrtype", "--dst-type", "BROADCAST", "-j", "DROP");
    }

    /// <summary>Nothing passes that link any more, and nobody is told: it looks up to both sides.</summary>
    public Task UnplugAsync(string device) => Tool.IpAsync("-n", Ports[device].Lab.Switch, "link", "set", Ports[device].Device, "nomaster");

    public Task PlugInAsync(string device) =>
        Tool.IpAsync("-n", Ports[device].Lab.Switch, "link", "set", Ports[device].Device, "master", Ports[device].Network.Bridge);
}
