using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Adapters.Roads;

/// <param name="path">Relative to the working directory, if not absolute.</param>
public sealed class WatchedFile(string path) : IWatchedFile
{
    /// <summary>A larger file is not read.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly string _path = Path.GetFullPath(path);

    public string Name { get; } = path;

    public FileStamp Stamp()
    {
        var file = new FileInfo(_path);
        return file.Exists
            ? new FileStamp(new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), file.Length)
            : throw new FileNotFoundException("there is no such file");
    }

    public byte[] Read()
    {
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > MaxBytes) throw new IOException($"it has {stream.Length} bytes, at most {MaxBytes} are read");
        var bytes = new byte[stream.Length];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
