namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>Whether this Linux is one within something else.</summary>
internal static class Surroundings
{
    private static readonly string[] Marks = ["/.dockerenv", "/run/.containerenv"];
    private static readonly string[] Runtimes = ["docker", "kubepods", "containerd", "libpod", "/lxc"];

    public static bool IsWsl(ISystemAccess system) =>
        system.ReadText("/proc/version")?.Contains("microsoft", StringComparison.OrdinalIgnoreCase) == true;

    public static bool IsContainer(ISystemAccess system)
    {
        var groups = system.ReadText("/proc/1/cgroup") ?? "";
        return Marks.Any(mark => system.ReadText(mark) is not null)
            || Runtimes.Any(name => groups.Contains(name, StringComparison.Ordinal));
    }

    public static Finding Look(ISystemAccess system) => IsWsl(system) ? new Finding { Model = "Windows PC (WSL)" } : Finding.Nothing;
}
