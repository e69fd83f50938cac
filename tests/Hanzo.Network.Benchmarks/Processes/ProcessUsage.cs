using System.Diagnostics;

namespace Hanzo.Network.Benchmarks.Processes;

/// <summary>What a process takes of the machine.</summary>
internal static class ProcessUsage
{
    public static double ResidentMebibytes(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64 / (1024.0 * 1024.0);
    }

    public static TimeSpan CpuTime(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }
}
