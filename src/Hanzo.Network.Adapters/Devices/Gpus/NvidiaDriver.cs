using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>What NVIDIA's driver for Linux shows by itself, where its tool is missing or fails.</summary>
internal static partial class NvidiaDriver
{
    private const string Folder = "/proc/driver/nvidia";
    private const string DeviceNodes = "/dev";

    public static Finding Look(ISystemAccess system)
    {
        var driver = DriverVersion(system.ReadText($"{Folder}/version"));
        var gpus = system.List($"{Folder}/gpus").Take(DeviceLimits.MaxGpus)
            .Select(bus => Read(system.ReadText($"{Folder}/gpus/{bus}/information"), bus, driver))
            .OfType<FoundGpu>()
            .ToImmutableArray();
        if (gpus.IsEmpty || !Surroundings.IsContainer(system) || system.List(DeviceNodes).Any(name => DeviceNode().IsMatch(name)))
            return new Finding { Gpus = gpus };
        return new Finding { Notes = [.. gpus.Select(gpu => $"this container has no access to the machine's {gpu.Name}.")] };
    }

    private static FoundGpu? Read(string? information, string bus, string? driver) => Lines.Field(information, "Model") is { } name
        ? new FoundGpu(name, GpuVendors.Nvidia) { Driver = driver, Bus = Pci.Bus(bus) }
        : null;

    /// <summary><c>NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 …</c></summary>
    private static string? DriverVersion(string? text) =>
        Version().Match(Lines.Field(text, "NVRM version") ?? "") is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"\b\d{3}\.\d{1,3}(?:\.\d{1,3})?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    [GeneratedRegex(@"^nvidia\d{1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex DeviceNode();
}
