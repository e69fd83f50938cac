using System.Globalization;

namespace Hanzo.Network.Nets.Lab;

/// <summary>
/// Names of network namespaces: <c>hanzo-nets.PID.START.LAB.HOST</c>. Process and its time of start say whether whoever made one still
/// lives.
/// </summary>
internal static class LabName
{
    private const string Prefix = "hanzo-nets";
    private static readonly Lazy<string> Own = new(() => $"{Prefix}.{Environment.ProcessId}.{StartOf(Environment.ProcessId)}");

    public static string Of(int lab, string host) => $"{Own.Value}.{lab}.{host}";

    /// <summary>It is one of ours, and the process that made it has ended.</summary>
    public static bool IsLeftOver(string name) =>
        name.Split('.') is [Prefix, var pid, var start, ..]
        && int.TryParse(pid, CultureInfo.InvariantCulture, out var maker) && StartOf(maker) != start;

    /// <summary>Removes what earlier runs left, with the processes in it.</summary>
    public static async Task ClearLeftOversAsync()
    {
        if (!Directory.Exists(NetNamespace.Folder)) return;
        var names = Directory.GetFiles(NetNamespace.Folder).Select(path => Path.GetFileName(path));
        foreach (var name in names.Where(IsLeftOver)) await RemoveAsync(name);
    }

    /// <summary>With all processes in it.</summary>
    public static async Task RemoveAsync(string name)
    {
        var pids = (await Tool.IpAsync("netns", "pids", name)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var pid in pids) await EndAsync(pid.Trim());
        await Tool.IpAsync("netns", "del", name);
        NetNamespace.RemoveFiles(name);
    }

    private static async Task EndAsync(string pid)
    {
        try
        {
            await Tool.RunAsync("kill", "-KILL", pid);
        }
        catch (LabException) when (!Directory.Exists($"/proc/{pid}"))
        {
            // It has ended by itself meanwhile.
        }
    }

    /// <summary>In ticks since the machine started, field 22; empty: there is no such process.</summary>
    private static string StartOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ')[19];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
