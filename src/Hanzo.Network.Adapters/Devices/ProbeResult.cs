using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

internal static class ProbeResult
{
    /// <summary>The TFLOPS are those of all GPUs, or of the chip when there is none; with a GPU, the first one names the chip.</summary>
    public static DeviceCapabilities Of(
        string model, string chip, long? memoryMb, int? cores, ImmutableArray<GpuDevice> gpus, List<string> notes)
    {
        (string Name, long? MemoryMb)[] devices = gpus.IsEmpty ? [(chip, null)] : [.. gpus.Select(gpu => (gpu.Name, gpu.MemoryMb))];
        var rows = devices.Select(device => FlopsTable.Builtin.FlopsOf(device.Name, device.MemoryMb)).ToArray();
        var flops = FlopsTable.Sum(rows);
        var unknown = devices.Where((_, i) => rows[i] == Flops.Unknown).Select(device => device.Name).ToArray();
        if (unknown.Length > 0)
            notes.Add($"TFLOPS of {string.Join(" + ", unknown)} are not in the table; a device file can give them.");

        return new DeviceCapabilities
        {
            Model = model,
            Chip = gpus.IsEmpty ? chip : gpus[0].Name,
            MemoryMb = memoryMb,
            Flops = flops,
            Gpus = gpus,
            Cpu = new CpuDevice(null, cores),
            Notes = [.. notes],
        };
    }
}
