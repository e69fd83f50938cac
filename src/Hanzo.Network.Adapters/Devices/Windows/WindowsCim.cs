using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Adapters.Devices.Gpus;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices.Windows;

/// <summary>What Windows' management (CIM) and its registry tell by PowerShell, as one JSON object.</summary>
internal static class WindowsCim
{
    public const string Command = "powershell";

    private const string Script =
        "$ErrorActionPreference = 'SilentlyContinue'; "
        + "[Console]::OutputEncoding = [Text.Encoding]::UTF8; "
        + "$class = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0*'; "
        + "@{ system = Get-CimInstance Win32_ComputerSystem | Select-Object Manufacturer, Model, TotalPhysicalMemory; "
        + "processors = @(Get-CimInstance Win32_Processor | Select-Object Name, NumberOfLogicalProcessors); "
        + "video = @(Get-CimInstance Win32_VideoController | Select-Object Name, AdapterCompatibility, DriverVersion, AdapterRAM); "
        + "adapters = @(Get-ItemProperty $class | Select-Object DriverDesc, DriverVersion, HardwareInformation.qwMemorySize) } "
        + "| ConvertTo-Json -Depth 3 -Compress";

    public static readonly string[] Arguments = ["-NoProfile", "-NonInteractive", "-Command", Script];

    // What AdapterRAM, a 32-bit number, says when there is that much or more.
    private const long MostAdapterRam = 4293918720;

    public static async Task<Finding> LookAsync(ISystemAccess system, CancellationToken cancellation)
    {
        var output = await system.RunAsync(Command, Arguments, cancellation);
        return output.Text is null ? Finding.Note(output.Problem ?? $"{Command} is not installed.") : Parse(output.Text);
    }

    public static Finding Parse(string text)
    {
        try
        {
            using var json = Json.Parse(text);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return Finding.Note(ProbeNotes.NotUnderstood(Command, text));
        }
    }

    private static Finding Read(JsonElement? root)
    {
        var system = root.Member("system").Items().FirstOrDefault();
        var processors = root.Member("processors").Items().ToArray();
        var cores = processors.Sum(processor => processor.Number("NumberOfLogicalProcessors"));
        return new Finding
        {
            Model = Linux.Firmware.Product(system.Text("Manufacturer"), system.Text("Model")),
            CpuName = processors.FirstOrDefault().Text("Name"),
            Cores = cores is > 0 and <= DeviceLimits.MaxCores ? (int)cores : null,
            MemoryMb = system.Number("TotalPhysicalMemory") / (1024 * 1024),
            Gpus = Gpus(root),
        };
    }

    /// <summary>Present ones; the registry, which knows their memory, also has those that were there once.</summary>
    private static ImmutableArray<FoundGpu> Gpus(JsonElement? root)
    {
        var adapters = root.Member("adapters").Items().ToList();
        var gpus = ImmutableArray.CreateBuilder<FoundGpu>();
        foreach (var video in root.Member("video").Items().Take(DeviceLimits.MaxGpus))
        {
            if (video.Text("Name") is not { } name || GpuVendors.IsVirtual(name)) continue;
            var index = adapters.FindIndex(adapter => adapter.Text("DriverDesc") == name);
            var bytes = index >= 0 ? adapters[index].Number("HardwareInformation.qwMemorySize") : null;
            if (index >= 0) adapters.RemoveAt(index);
            if (bytes is null && video.Number("AdapterRAM") is > 0 and < MostAdapterRam and var ram) bytes = ram;
            gpus.Add(new FoundGpu(name, GpuVendors.OfName(name) ?? GpuVendors.OfName(video.Text("AdapterCompatibility")))
            {
                MemoryMb = bytes / (1024 * 1024),
                Driver = video.Text("DriverVersion"),
            });
        }

        return gpus.ToImmutable();
    }
}
