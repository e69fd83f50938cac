using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>NVIDIA's own tool, the same on Linux and Windows.</summary>
internal static class NvidiaSmi
{
    public const string Command = "nvidia-smi";
    public static readonly string[] Arguments = ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"];

    public static async Task<(ImmutableArray<GpuDevice> Gpus, string? Problem)> QueryAsync(
        ISystemAccess system, CancellationToken cancellation)
    {
        var output = await system.RunAsync(Command, Arguments, cancellation);
        return output.Text is null ? ([], output.Problem) : (Parse(output.Text), null);
    }

    /// <summary>Lines <c>name, MiB</c>; other lines are left out.</summary>
    public static ImmutableArray<GpuDevice> Parse(string csv) =>
        [.. csv.Split('\n').Select(ParseLine).OfType<GpuDevice>().Take(DeviceLimits.MaxGpus)];

    private static GpuDevice? ParseLine(string line)
    {
        var comma = line.LastIndexOf(',');
        if (comma <= 0) return null;
        var known = long.TryParse(line.AsSpan(comma + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes);
        return new GpuDevice(line[..comma].Trim(), known ? megabytes : null);
    }
}
