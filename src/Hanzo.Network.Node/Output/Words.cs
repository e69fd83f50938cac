using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Output;

/// <summary>Figures as people read them.</summary>
internal static class Words
{
    private const string Unknown = "?";

    public static string Gigabytes(long? megabytes) =>
        megabytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 1024.0:0.#} GB") : Unknown;

    public static string Tflops(double? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##}") : Unknown;

    public static string Milliseconds(double? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} ms") : "-";

    public static string Load(LoadBody? load) => load is null
        ? Unknown
        : string.Create(CultureInfo.InvariantCulture, $"cpu {load.Cpu * 100:0} %, mem {load.Memory * 100:0} %, {load.ActiveRuns} runs");

    public static string Device(DeviceBody? device) => device is null ? Unknown : $"{device.Model}, {device.Chip}";

    public static string VideoMemory(DeviceBody? device) =>
        device is null || device.Gpus.IsDefaultOrEmpty ? "-" : Gigabytes(device.Vram);
}
