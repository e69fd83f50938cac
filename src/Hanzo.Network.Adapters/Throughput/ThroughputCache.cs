using System.Text.Json;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Throughput;

/// <summary>Keeps what was measured, by hardware, in a file that several processes may use at once.</summary>
internal sealed class ThroughputCache(string path)
{
    public const int MaxEntries = 16;

    private const int MaxBytes = 64 * 1024;

    /// <summary>Null with a problem when the file cannot be used; null without one when there is nothing in it yet.</summary>
    public (ThroughputEntry? Entry, string? Problem) Find(string hardware, int threads)
    {
        var (entries, problem) = Read();
        return (entries.FirstOrDefault(entry => entry.Hardware == hardware && entry.Threads == threads), problem);
    }

    /// <returns>Why it could not be kept; null when it is.</returns>
    public string? Keep(ThroughputEntry entry)
    {
        var others = Read().Entries.Where(other => other.Hardware != entry.Hardware || other.Threads != entry.Threads);
        var file = new ThroughputFile(SimdBenchmark.Version, [entry, .. others.Take(MaxEntries - 1)]);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            RecordFile.Write(path, file, ThroughputJson.Default.ThroughputFile);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the measured throughput could not be kept: {e.Message}";
        }
    }

    private (ThroughputEntry[] Entries, string? Problem) Read()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxBytes) return ([], Damaged($"it has {stream.Length} bytes, at most {MaxBytes} are read"));
            var file = JsonSerializer.Deserialize(stream, ThroughputJson.Default.ThroughputFile);
            if (file is null) return ([], Damaged("it is empty"));
            if (file.Version != SimdBenchmark.Version) return ([], null);
            return file.Entries.All(entry => entry is { IsSane: true })
                ? (file.Entries, null)
                : ([], Damaged("a figure in it is out of range"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return ([], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return ([], Damaged(e.Message));
        }
    }

    private string Damaged(string why) => $"{path} cannot be used, so the processor is measured anew: {why}";
}
