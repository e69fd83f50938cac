using System.Collections.Immutable;
using System.Runtime.Versioning;
using Hanzo.Network.Adapters.Devices.Gpus;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Devices;
using Microsoft.Win32;

namespace Hanzo.Network.Adapters.Devices.Windows;

/// <summary>The registry, read directly, for where PowerShell is missing, forbidden or slow.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsRegistry
{
    private const string Bios = @"HARDWARE\DESCRIPTION\System\BIOS";
    private const string Processor = @"HARDWARE\DESCRIPTION\System\CentralProcessor\0";
    private const string DisplayAdapters = @"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}";

    public static readonly DeviceSource Source = DeviceSource.Of("the registry", _ => Look());

    private static Finding Look() => new()
    {
        Model = Firmware.Product(Text(Bios, "SystemManufacturer"), Text(Bios, "SystemProductName")),
        CpuName = Lines.Clean(Text(Processor, "ProcessorNameString")),
        Gpus = Gpus(),
    };

    private static ImmutableArray<FoundGpu> Gpus()
    {
        using var adapters = Registry.LocalMachine.OpenSubKey(DisplayAdapters);
        var gpus = ImmutableArray.CreateBuilder<FoundGpu>();
        foreach (var name in adapters?.GetSubKeyNames().Where(name => name.All(char.IsAsciiDigit)).Take(DeviceLimits.MaxGpus) ?? [])
        {
            using var adapter = adapters!.OpenSubKey(name);
            if (Lines.Clean(adapter?.GetValue("DriverDesc") as string) is not { } title || GpuVendors.IsVirtual(title)) continue;
            gpus.Add(new FoundGpu(title, GpuVendors.OfName(title))
            {
                MemoryMb = adapter?.GetValue("HardwareInformation.qwMemorySize") is long bytes ? bytes / (1024 * 1024) : null,
                Driver = Lines.Clean(adapter?.GetValue("DriverVersion") as string),
            });
        }

        return gpus.ToImmutable();
    }

    private static string? Text(string key, string name)
    {
        using var opened = Registry.LocalMachine.OpenSubKey(key);
        return opened?.GetValue(name) as string;
    }
}
