using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>Asks all sources side by side; one that fails or is too slow costs a note and nothing else.</summary>
/// <param name="sources">The most trustworthy first.</param>
/// <param name="fallback">The model's name when nobody tells one.</param>
/// <param name="load">Of processor and memory, read without waiting.</param>
internal sealed class DeviceProbe(
    ISystemAccess system,
    ImmutableArray<DeviceSource> sources,
    string fallback,
    FlopsTable table,
    Func<DeviceLoad> load,
    GpuMeter gpus,
    TimeProvider time) : IDeviceProbe
{
    public async Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation) =>
        ProbeResult.Of(await Task.WhenAll(sources.Select(source => LookAsync(source, cancellation))), table, fallback);

    public DeviceLoad ReadLoad() => load() with { Gpu = gpus.Read() };

    private async Task<Finding> LookAsync(DeviceSource source, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            // On a thread of its own: even reading a file can hang, in a driver that is stuck, and the pool has a thread per core.
            return await Task.Factory.StartNew(
                    () => source.LookAsync(system, limit.Token),
                    limit.Token,
                    TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                    TaskScheduler.Default)
                .Unwrap().WaitAsync(SystemAccess.Limit, time, cancellation);
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            return Finding.Note(ProbeNotes.TooSlow(source.Name));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Note($"{source.Name}: {e.Message}");
        }
    }
}
