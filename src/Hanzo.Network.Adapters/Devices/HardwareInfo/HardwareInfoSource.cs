using Hanzo.Network.Adapters.Devices.Gpus;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>The package Hardware.Info, for what no other source tells.</summary>
internal static class HardwareInfoSource
{
    public const string Name = "Hardware.Info";

    public static Finding Look()
    {
        var hardware = new global::Hardware.Info.HardwareInfo(SystemAccess.Limit);
        hardware.RefreshMemoryStatus();
        hardware.RefreshCPUList(includePercentProcessorTime: false);
        hardware.RefreshComputerSystemList();
        hardware.RefreshVideoControllerList();
        var system = hardware.ComputerSystemList.FirstOrDefault();
        var cores = hardware.CpuList.Sum(cpu => (long)cpu.NumberOfLogicalProcessors);
        return new Finding
        {
            Model = Firmware.Product(system?.Vendor, system?.Name),
            CpuName = Lines.Clean(hardware.CpuList.FirstOrDefault()?.Name),
            Cores = cores is > 0 and <= DeviceLimits.MaxCores ? (int)cores : null,
            MemoryMb = (long)(hardware.MemoryStatus.TotalPhysical / (1024 * 1024)),
            Gpus = [.. hardware.VideoControllerList.Select(Gpu).OfType<FoundGpu>()],
        };
    }

    /// <summary>Its figure of the memory is not taken: it overflows above 4 GB.</summary>
    private static FoundGpu? Gpu(global::Hardware.Info.VideoController card) =>
        Lines.Clean(card.Name) is { } name && !GpuVendors.IsVirtual(name) && GpuVendors.OfName($"{card.Manufacturer} {name}") is { } vendor
            ? new FoundGpu(name, vendor) { Driver = Lines.Clean(card.DriverVersion) }
            : null;
}
