using System.Text.RegularExpressions;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>Numbers of PCI devices and their places on the bus, told in unlike forms.</summary>
internal static partial class Pci
{
    /// <summary><c>0000:01:00.0</c>, also from nvidia-smi's <c>00000000:01:00.0</c>; null when it is none.</summary>
    public static string? Bus(string? text) =>
        BusForm().Match(text ?? "") is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    /// <summary>Of a device: <c>0x744c</c>.</summary>
    public static bool IsNumber(string? text) => NumberForm().IsMatch(text ?? "");

    [GeneratedRegex(@"^0x[0-9a-fA-F]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"[0-9a-fA-F]{4}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\.[0-7]\b", RegexOptions.CultureInvariant)]
    private static partial Regex BusForm();
}
