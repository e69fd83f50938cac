using System.Collections.Immutable;
using Hanzo.Network.Adapters.Devices.Gpus;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Adapters.Devices.Mac;
using Hanzo.Network.Adapters.Devices.Windows;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

public static class DeviceProbes
{
    /// <summary>The probe for the machine this process runs on.</summary>
    /// <param name="table">TFLOPS by chip; null: those that come with this version.</param>
    public static IDeviceProbe ForThisMachine(TimeProvider time, FlopsTable? table = null)
    {
        var system = new SystemAccess(time);
        var gpus = new GpuMeter(time, cancellation => GpuLoad.ReadAsync(system, cancellation));
        var platform = ThisPlatform();
        var sources = OnThisMachine(platform);
        return new DeviceProbe(system, sources, platform.Name, table ?? FlopsTable.Builtin, Load(system, time), gpus, time);
    }

    /// <summary>Boards tell their GPU by name where NVIDIA's tool knows only a number, so they come before it.</summary>
    internal static readonly Platform Linux = new(
        "Linux computer",
        [
            DeviceSource.Of("the device tree", Board.Look),
            DeviceSource.Of(CpuInfo.Path, system => CpuInfo.Parse(system.ReadText(CpuInfo.Path))),
            DeviceSource.Of(MemInfo.Path, system => MemInfo.Parse(system.ReadText(MemInfo.Path))),
            DeviceSource.Of(Cgroup.Root, Cgroup.Look),
            DeviceSource.Of("the firmware", Firmware.Look),
            DeviceSource.Of("the surroundings", Surroundings.Look),
            new DeviceSource(NvidiaSmi.Command, NvidiaSmi.LookAsync),
            DeviceSource.Of("NVIDIA's driver", NvidiaDriver.Look),
            new DeviceSource(RocmSmi.Command, RocmSmi.LookAsync),
            DeviceSource.Of("the display drivers", DisplayCards.Look),
        ]);

    internal static readonly Platform Mac = new(
        "Mac",
        [
            new DeviceSource(SystemProfiler.Command, SystemProfiler.LookAsync),
            new DeviceSource(Sysctl.Command, Sysctl.LookAsync),
        ]);

    internal static readonly Platform Windows = new(
        "Windows PC",
        [
            new DeviceSource(NvidiaSmi.Command, NvidiaSmi.LookAsync),
            new DeviceSource(WindowsCim.Command, WindowsCim.LookAsync),
        ]);

    private static Platform ThisPlatform() =>
        OperatingSystem.IsWindows() ? Windows : OperatingSystem.IsMacOS() ? Mac : Linux;

    /// <summary>With the sources that only the machine itself has, which no recording holds.</summary>
    private static ImmutableArray<DeviceSource> OnThisMachine(Platform platform)
    {
        var sources = platform.Sources;
        if (OperatingSystem.IsWindows()) sources = sources.Add(WindowsRegistry.Source);
        return [.. sources, .. ExtraSources.All, DeviceSource.Of("the runtime", _ => RuntimeSource.Look())];
    }

    private static Func<DeviceLoad> Load(SystemAccess system, TimeProvider time)
    {
        if (OperatingSystem.IsWindows()) return new WindowsLoad(time).Read;
        return OperatingSystem.IsMacOS() ? MacLoad.Read : new LinuxLoad(system, time).Read;
    }
}

/// <param name="Name">The model's when nobody tells one.</param>
/// <param name="Sources">The most trustworthy first.</param>
internal sealed record Platform(string Name, ImmutableArray<DeviceSource> Sources);
