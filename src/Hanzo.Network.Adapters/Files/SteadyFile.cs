namespace Hanzo.Network.Adapters.Files;

/// <summary>
/// A large new file, written from its beginning to its end, that goes to the disk a portion at a time: so the last sync is short, and the
/// syncs of other files meanwhile do not wait for all of it.
/// </summary>
/// <param name="path">What is there goes.</param>
internal sealed class SteadyFile(string path) : IDisposable
{
    private const int PortionBytes = 8 * 1024 * 1024;

    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private long _unsynced;

    public long Length { get; private set; }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        Length += bytes.Length;
        _unsynced += bytes.Length;
        if (_unsynced >= PortionBytes) Sync();
    }

    /// <summary>All of it is on the disk when this returns.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Sync()
    {
        _file.Flush(flushToDisk: true);
        _unsynced = 0;
    }

    public void Dispose() => _file.Dispose();
}
