namespace Hanzo.Network.Nets.Lab;

/// <summary>
/// Machines and networks on this machine: hosts are network namespaces, networks are bridges in a namespace of their own, so that
/// nothing of it touches the machine's own network. All of it goes when the lab is disposed of; what a run that was killed has left goes
/// with the next lab.
/// </summary>
internal sealed class NetLab : IAsyncDisposable
{
    private static int s_labs;
    private readonly int _number = Interlocked.Increment(ref s_labs);
    private readonly List<string> _namespaces = [];
    private readonly List<SlowWire> _wires = [];
    private int _devices;

    private NetLab() => Switch = LabName.Of(_number, "switch");

    /// <summary>The namespace of all bridges.</summary>
    public string Switch { get; }

    /// <exception cref="LabException">No namespaces can be made here.</exception>
    public static async Task<NetLab> CreateAsync()
    {
        await LabName.ClearLeftOversAsync();
        var lab = new NetLab();
        await lab.AddNamespaceAsync(lab.Switch);
        return lab;
    }

    public async Task<LabNetwork> NetworkAsync()
    {
        var network = new LabNetwork(this, $"net{++_devices}");
        await Tool.IpAsync("-n", Switch, "link", "add", network.Bridge, "type", "bridge");
        await Tool.IpAsync("-n", Switch, "link", "set", network.Bridge, "up");
        return network;
    }

    /// <param name="name">Unique in the lab.</param>
    public async Task<LabHost> HostAsync(string name, params IReadOnlyList<LabLink> links)
    {
        var host = new LabHost(name, LabName.Of(_number, name), [.. links]);
        await AddNamespaceAsync(host.Namespace);
        foreach (var link in links) await ConnectAsync(host, link);
        return host;
    }

    /// <summary>A host that passes on what goes from one of its networks to another; broadcasts it does not.</summary>
    public async Task<LabHost> RouterAsync(string name, params IReadOnlyList<LabLink> links)
    {
        var router = await HostAsync(name, links);
        await router.RunAsync("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        return router;
    }

    /// <summary>Two networks become one by a wire that can be cut.</summary>
    public async Task<LabTrunk> JoinAsync(LabNetwork one, LabNetwork other)
    {
        var (near, far) = (NextDevice(), NextDevice());
        await Tool.IpAsync("-n", Switch, "link", "add", near, "type", "veth", "peer", "name", far);
        var trunk = new LabTrunk(this, (near, one), (far, other));
        await trunk.HealAsync();
        foreach (var end in new[] { near, far }) await Tool.IpAsync("-n", Switch, "link", "set", end, "up");
        return trunk;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var wire in _wires) wire.Dispose();
        foreach (var name in _namespaces) await LabName.RemoveAsync(name);
        _namespaces.Clear();
    }

    private async Task AddNamespaceAsync(string name)
    {
        await Tool.IpAsync("netns", "add", name);
        _namespaces.Add(name);
        await Tool.IpAsync("-n", name, "link", "set", "lo", "up");
    }

    private async Task ConnectAsync(LabHost host, LabLink link)
    {
        var port = NextDevice();
        if (link.Delay > TimeSpan.Zero)
            _wires.Add(new SlowWire((host.Namespace, link.Interface), (Switch, port), link.Delay));
        else
            await Tool.IpAsync("-n", Switch, "link", "add", port, "type", "veth", "peer", "name", link.Interface, "netns", host.Namespace);
        host.Ports.Add(link.Interface, (this, port, link.Network));
        await Tool.IpAsync("-n", Switch, "link", "set", port, "master", link.Network.Bridge);
        await Tool.IpAsync("-n", Switch, "link", "set", port, "up");
        await Tool.IpAsync("-n", host.Namespace, "addr", "add", link.Address, "brd", "+", "dev", link.Interface);
        await Tool.IpAsync("-n", host.Namespace, "link", "set", link.Interface, "up");
    }

    private string NextDevice() => $"port{++_devices}";
}
