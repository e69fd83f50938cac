using Hanzo.Network.Adapters.Throughput;
using Hanzo.Network.Devices;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>
/// What this machine's processor achieves, measured once for all nodes that tests start: every one of them would otherwise take all
/// cores for a second, in a data folder of its own.
/// </summary>
internal static class MeasuredMachine
{
    private static readonly Lazy<byte[]?> Figures = new(() => Task.Run(MeasureAsync).GetAwaiter().GetResult());

    public static void TellNodesOf(DirectoryInfo data)
    {
        if (Figures.Value is { } figures) File.WriteAllBytes(FileIn(data), figures);
    }

    /// <summary>Null when something could not be measured, which is then not kept.</summary>
    private static async Task<byte[]?> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-test-");
        try
        {
            await NetworkRegistration.DescribeDeviceAsync(DataRoot.Of(folder.FullName), FlopsTable.Builtin, CancellationToken.None);
            return File.Exists(FileIn(folder)) ? await File.ReadAllBytesAsync(FileIn(folder)) : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string FileIn(DirectoryInfo data) => Path.Combine(data.FullName, SimdThroughputMeter.CacheFileName);
}
