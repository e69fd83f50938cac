using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

internal static class ProbeResult
{
    /// <summary>The TFLOPS are those of all GPUs, or of the chip when there is none; with a GPU, the first one names the chip.</summary>
    public static DeviceCapabilities Of(
        string model, string chip, long? memoryMb, int? cores, ImmutableArray<GpuDevice> gpus, List<string> notes)
    {
        var table = FlopsTable.Builtin;
        var flops = gpus.IsEmpty
            ? table.FlopsOf(chip)
            : FlopsTable.Sum([.. gpus.Select(gpu => table.FlopsOf(gpu.Name, gpu.MemoryMb))]);
        if (flops == Flops.Unknown)
        {
            var names = gpus.IsEmpty ? chip : string.Join(" + ", gpus.Select(gpu => gpu.Name));
            notes.Add($"TFLOPS of {names} are not in the table; a device file can give them.");
        }

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
