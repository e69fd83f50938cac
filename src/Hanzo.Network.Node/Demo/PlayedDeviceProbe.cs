using Hanzo.Network.Devices;

namespace Hanzo.Network.Node.Demo;

/// <summary>
/// The probe of a node that plays another device: several of them share this machine, so the load of each is what its
/// own process uses, not what all of them do together.
/// </summary>
internal sealed class PlayedDeviceProbe(IDeviceProbe machine, TimeProvider time) : IDeviceProbe
{
    /// <summary>Shorter ones say little.</summary>
    private static readonly TimeSpan MinPeriod = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private (long At, TimeSpan Cpu) _last = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
    private double _cpu;

    public Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation) => machine.ProbeAsync(cancellation);

    public DeviceLoad ReadLoad()
    {
        lock (_gate)
        {
            var now = (At: time.GetTimestamp(), Cpu: Environment.CpuUsage.TotalTime);
            var elapsed = time.GetElapsedTime(_last.At, now.At);
            if (elapsed >= MinPeriod)
            {
                _cpu = Math.Clamp((now.Cpu - _last.Cpu) / elapsed / Environment.ProcessorCount, 0, 1);
                _last = now;
            }
            return new DeviceLoad(_cpu, (double)Environment.WorkingSet / GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        }
    }
}
