using System.Globalization;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Runs on Linux, whose <c>/proc</c> the test reads.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux()) Skip = "needs Linux's /proc";
    }
}

/// <summary>What <c>/proc</c> tells of processes.</summary>
internal static class LinuxProcess
{
    private const int TicksPerSecond = 100; // USER_HZ on every Linux that .NET runs on

    public static List<int> ChildrenOf(int pid) =>
        [.. File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Concat(Directory.GetDirectories($"/proc/{pid}/task")
                .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Select(int.Parse).Distinct()];

    public static async Task EndOfAsync(IEnumerable<int> pids, TimeSpan within)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var deadline = new CancellationTokenSource(within);
        while (pids.Any(IsAlive)) await timer.WaitForNextTickAsync(deadline.Token);
    }

    public static long ResidentKilobytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    public static TimeSpan CpuTime(int pid)
    {
        // Fields 14 and 15 of the whole line; the name in parentheses before them may hold spaces.
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
