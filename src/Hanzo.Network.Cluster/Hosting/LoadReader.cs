using Hanzo.Network.Devices;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>
/// The device's load as a probe of anybody's tells it. One that throws, or tells what is no number, costs its news and a line in
/// the log: what it told last goes on to count.
/// </summary>
internal sealed class LoadReader(IDeviceProbe probe, ILogger log)
{
    private readonly Lock _lock = new();
    private DeviceLoad _last;
    private bool _fails;

    public DeviceLoad Read()
    {
        try
        {
            var read = probe.ReadLoad();
            lock (_lock)
            {
                _fails = false;
                return _last = new DeviceLoad(
                    Share(read.Cpu) ?? _last.Cpu, Share(read.Memory) ?? _last.Memory, read.Gpu is { } gpu ? Share(gpu) : null);
            }
        }
        catch (Exception error)
        {
            lock (_lock)
            {
                if (!_fails) HostLog.LoadNotRead(log, error);
                _fails = true;
                return _last;
            }
        }
    }

    private static double? Share(double value) => double.IsFinite(value) ? Math.Clamp(value, 0, 1) : null;
}
