namespace Hanzo.Network.Nets.Lab;

/// <summary>What a network loses on its way, and nobody is told.</summary>
internal sealed class LabFilter(LabNetwork network)
{
    private const string Chain = "bridge lab losing";

    /// <summary>All that the ones send to the others; the other way round it passes.</summary>
    public async Task LoseAsync(IEnumerable<LabHost> from, IEnumerable<LabHost> to)
    {
        await PrepareAsync();
        await NftAsync($"add rule {Chain} iifname {PortsOf(from)} oifname {PortsOf(to)} drop");
    }

    /// <summary>All passes again.</summary>
    public async Task HealAsync()
    {
        await PrepareAsync();
        await NftAsync($"flush chain {Chain}");
    }

    private async Task PrepareAsync()
    {
        await NftAsync("add table bridge lab");
        await NftAsync($"add chain {Chain} {{ type filter hook forward priority 0 ; }}");
    }

    private Task<string> NftAsync(string command) => Tool.NftAsync(network.Lab.Switch, command);

    private string PortsOf(IEnumerable<LabHost> hosts)
    {
        var ports = hosts.SelectMany(host => host.Ports.Values.Where(port => port.Network == network).Select(port => port.Device));
        return $"{{ {string.Join(" , ", ports)} }}";
    }
}
