using System.Collections.Frozen;

namespace Hanzo.Network.Adapters.Devices.Gpus;

/// <summary>Names of common GPUs by their numbers, from the embedded file gpus.pci.txt, for when no driver tells them.</summary>
internal static class PciNames
{
    private static readonly Lazy<FrozenDictionary<string, string>> Names = new(Read);

    /// <summary>The name, else <c>AMD GPU 0x744c</c>.</summary>
    public static string Of(string vendor, string? device, string? revision) =>
        Find(vendor, device, revision) ?? $"{GpuVendors.OfPci(vendor) ?? vendor} GPU {device}".TrimEnd();

    public static bool Knows(string vendor, string? device, string? revision) => Find(vendor, device, revision) is not null;

    private static string? Find(string vendor, string? device, string? revision)
    {
        var key = $"{Digits(vendor)}:{Digits(device)}";
        return Names.Value.GetValueOrDefault($"{key}:{Digits(revision)}") ?? Names.Value.GetValueOrDefault(key);
    }

    private static string? Digits(string? number) =>
        number?.ToLowerInvariant() is { } lower && lower.StartsWith("0x", StringComparison.Ordinal) ? lower[2..] : number;

    private static FrozenDictionary<string, string> Read()
    {
        using var stream = typeof(PciNames).Assembly.GetManifestResourceStream("devices/gpus.pci.txt")
            ?? throw new InvalidOperationException("The resource devices/gpus.pci.txt is missing from the build.");
        using var reader = new StreamReader(stream);
        return Lines.Of(reader.ReadToEnd())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.TrimEnd().Split(' ', 2))
            .ToFrozenDictionary(parts => parts[0], parts => parts[1]);
    }
}
