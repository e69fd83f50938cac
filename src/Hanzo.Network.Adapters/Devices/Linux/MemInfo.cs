namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>/proc/meminfo.</summary>
internal static class MemInfo
{
    public const string Path = "/proc/meminfo";

    public static Finding Parse(string? text) => Kilobytes(text, "MemTotal") is { } total
        ? new Finding { MemoryMb = total / 1024 }
        : Finding.Note($"{Path} does not tell the memory.");

    public static long? Kilobytes(string? text, string field) => Lines.Number(Lines.Field(text, field));
}
