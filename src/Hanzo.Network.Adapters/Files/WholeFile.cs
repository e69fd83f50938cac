namespace Hanzo.Network.Adapters.Files;

/// <summary>Files that are there as a whole or not at all, for who reads them meanwhile and wherever their writer was ended.</summary>
public static class WholeFile
{
    /// <summary>Puts the file in the place of the one that is there. Of several writers at once one wins, and nothing is mixed.</summary>
    /// <param name="isDurable">
    /// Waits until it is on the disk under its name, so that it is the one that is there after a loss of power.
    /// </param>
    /// <param name="mode">Of the file, from its first byte on; null: as the system has it. Not on Windows.</param>
    /// <exception cref="IOException">
    /// It cannot be written: the old one is as it was, or the new one may not outlive a loss of power.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool isDurable = false, UnixFileMode? mode = null)
    {
        var unfinished = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        try
        {
            using (var stream = new FileStream(unfinished, options))
            {
                stream.Write(content);
                if (isDurable) stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
        if (isDurable) FolderSync.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <returns>Null: there is none, or it is larger.</returns>
    /// <param name="maxBytes">What is read at most.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[]? Read(string path, int maxBytes)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length <= maxBytes ? File.ReadAllBytes(path) : null;
    }
}
