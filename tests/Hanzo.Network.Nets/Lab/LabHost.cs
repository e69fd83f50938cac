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
            await Tool.NftAsync(lab.Switch, "add table bridge lab");
            await Tool.NftAsync(lab.Switch, "add chain bridge lab passing { type filter hook forward priority 0 ; }");
            await Tool.NftAsync(
                lab.Switch,
                $"add rule bridge lab passing iifname {device} ether daddr ff:ff:ff:ff:ff:ff meta protocol ip ip protocol udp drop");
        }
    }

    /// <summary>Its networks lose what it sends in packets of more bytes, and nobody is told.</summary>
    public async Task LoseLargePacketsAsync(int above)
    {
        foreach (var (lab, device, _) in Ports.Values)
        {
            await Tool.NftAsync(lab.Switch, "add table bridge lab");
            await Tool.NftAsync(lab.Switch, "add chain bridge lab passing { type filter hook forward priority 0 ; }");
            await Tool.NftAsync(lab.Switch, $"add rule bridge lab passing iifname {device} meta length > {above} drop");
        }
    }

    /// <summary>Its own firewall forbids it to broadcast.</summary>
    public async Task ForbidBroadcastsAsync()
    {
        await Tool.NftAsync(Namespace, "add table inet lab");
        await Tool.NftAsync(Namespace, "add chain inet lab leaving { type filter hook output priority 0 ; }");
        await Tool.NftAsync(Namespace, "add rule inet lab leaving meta l4proto udp fib daddr type broadcast drop");
    }

    /// <summary>
    /// Whoever is behind it speaks to the outside by this host's address there, at which a port leads to one of them: a home's router.
    /// </summary>
    /// <param name="outside">The interface that is not at home.</param>
    public async Task TranslateAsync(string outside, int port, LabHost inside)
    {
        await Tool.NftAsync(Namespace, "add table ip lab");
        await Tool.NftAsync(Namespace, "add chain ip lab leaving { type nat hook postrouting priority 100 ; }");
        await Tool.NftAsync(Namespace, $"add rule ip lab leaving oifname {outside} masquerade");
        await Tool.NftAsync(Namespace, "add chain ip lab coming { type nat hook prerouting priority -100 ; }");
        await Tool.NftAsync(Namespace, $"add rule ip lab coming iifname {outside} tcp dport {port} dnat to {inside.Address}:{port}");
    }

    /// <summary>What its programs find under a name; it has no name server.</summary>
    public async Task KnowAsync(string name, string address)
    {
        var folder = Directory.CreateDirectory(NetNamespace.FilesOf(Namespace));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "hosts"), $"127.0.0.1 localhost\n{address} {name}\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "resolv.conf"), "nameserver 127.0.0.1\n");
    }

    /// <summary>Nothing passes that link any more, and nobody is told: it looks up to both sides.</summary>
    public Task UnplugAsync(string device) => Tool.IpAsync("-n", Ports[device].Lab.Switch, "link", "set", Ports[device].Device, "nomaster");

    public Task PlugInAsync(string device) =>
        Tool.IpAsync("-n", Ports[device].Lab.Switch, "link", "set", Ports[device].Device, "master", Ports[device].Network.Bridge);}
