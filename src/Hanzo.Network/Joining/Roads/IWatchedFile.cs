namespace Hanzo.Network.Joining.Roads;

/// <summary>A file that may change while a node runs.</summary>
public interface IWatchedFile
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>Another one when the content is another.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    FileStamp Stamp();

    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    byte[] Read();
}

/// <param name="Modified">UTC.</param>
public readonly record struct FileStamp(DateTimeOffset Modified, long Bytes);
