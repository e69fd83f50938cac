namespace Hanzo.Network.Nets.Lab;

/// <summary>Needs network namespaces, which only root may make; elsewhere it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetsFactAttribute : FactAttribute
{
    public NetsFactAttribute() => Skip = LabNeeds.Missing;
}

internal static class LabNeeds
{
    private static readonly Lazy<string?> Found = new(() => Task.Run(LookAsync).GetAwaiter().GetResult());

    /// <summary>Why there can be no lab here; null: there can.</summary>
    public static string? Missing => Found.Value;

    private static async Task<string?> LookAsync()
    {
        if (!OperatingSystem.IsLinux()) return "network namespaces are Linux's";
        if (!Environment.IsPrivilegedProcess) return "network namespaces need root";
        if (!Tool.Exists("ip")) return "needs ip (Debian's iproute2)";
        if (!Tool.Exists("nft")) return "needs nft (Debian's nftables)";
        if (!Tool.Exists(NatsProcess.Program)) return "needs nats-server (Debian's package of that name)";
        try
        {
            await using var lab = await NetLab.CreateAsync();
            await lab.HostAsync("probe", new LabLink(await lab.NetworkAsync(), "10.255.255.1/24"));
            return null;
        }
        catch (LabException e)
        {
            return $"no network namespaces here: {e.Message}";
        }
    }
}
