using System.Collections.Immutable;

namespace Hanzo.Network.Nets.Lab;

/// <summary>A machine: a network namespace with links into networks.</summary>
internal sealed class LabHost(string name, string space, ImmutableArray<LabLink> links)
{
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

    /// <summary>
    /// Its networks let none of its UDP broadcasts through, and nobody is told; requests for hardware addresses, which are broadcasts
    /// too, pass.
    /// </summary>
    public async Task BlockBroadcastsAsync()
    {
        foreach (var (lab, device, _) in Ports.Values)
        {
            await RunNftAsync(lab.Switch, "add table bridge lab");
            await RunNftAsync(lab.Switch, "add chain bridge lab passing { type filter hook forward priority 0 ; }");
            await RunNftAsync(
                lab.Switch,
                $"add rule bridge lab passing iifname {device} ether daddr ff:ff:ff:ff:ff:ff meta protocol ip ip protocol udp drop");
        }
    }

    /// <summary>Its own firewall forbids it to broadcast.</summary>
    public async Task ForbidBroadcastsAsync()
    {
        await RunNftAsync(Namespace, "add table inet lab");
        await RunNftAsync(Namespace, "add chain inet lab leaving { type filter hook output priority 0 ; }");
        await RunNftAsync(Namespace, "add rule inet lab leaving meta l4proto udp fib daddr type broadcast drop");
    }

    /// <summary>Nothing passes that link any more, and nobody is told: it looks up to both sides.</summary>
    public Task UnplugAsync(string device) => Tool.IpAsync("-n", Ports[device].Lab.Switch, "link", "set", Ports[device].Device, "nomaster");

    public Task PlugInAsync(string device) =>
        Tool.IpAsync("-n", Ports[device].Lab.Switch, "link", "set", Ports[device].Device, "master", Ports[device].Network.Bridge);

    private static Task<string> RunNftAsync(string space, string command) =>
        Tool.IpAsync([.. new[] { "netns", "exec", space, "nft" }, .. command.Split(' ')]);
}
