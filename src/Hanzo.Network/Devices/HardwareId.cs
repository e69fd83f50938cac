using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hanzo.Network.Devices;

/// <summary>Names a machine's hardware by what its throughput depends on.</summary>
public static class HardwareId
{
    private const int MbPerGb = 1024;

    /// <summary>16 hexadecimal digits: the same wherever and whenever processor, GPUs and memory, in whole GB, are the same.</summary>
    public static string Of(DeviceCapabilities device)
    {
        var text = string.Join('\n', [
            device.Chip,
            device.Cpu?.Name,
            device.Cpu?.Cores?.ToString(CultureInfo.InvariantCulture),
            string.Join(' ', (device.Cpu?.Features ?? []).Order(StringComparer.Ordinal)),
            string.Join('|', device.Gpus.Select(gpu => gpu.Name).Order(StringComparer.Ordinal)),
            ((device.MemoryMb + (MbPerGb / 2)) / MbPerGb)?.ToString(CultureInfo.InvariantCulture),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
