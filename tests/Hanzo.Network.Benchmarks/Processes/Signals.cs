using System.Diagnostics;
using System.Globalization;

namespace Hanzo.Network.Benchmarks.Processes;

/// <summary>Signals that .NET cannot send, to children only.</summary>
internal static class Signals
{
    public static async Task SendAsync(int pid, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0) throw new InvalidOperationException($"kill -{name} {pid} failed with {kill.ExitCode}.");
    }
}
