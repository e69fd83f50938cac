namespace Hanzo.Network.Adapters.Journal;

/// <summary>On which file system a path is.</summary>
internal static class MountTable
{
    /// <summary>What the system only calls a drive of another machine.</summary>
    public const string NetworkDrive = "network drive";

    private const string Linux = "/proc/self/mountinfo";

    /// <summary>Links that one path may lead through, as Linux has it.</summary>
    private const int MaxLinks = 40;

    /// <param name="path">Full; what is at its end may be missing.</param>
    /// <returns>The name that the system has for it; null when it does not tell.</returns>
    public static string? FileSystemOf(string path)
    {
        try
        {
            var links = MaxLinks;
            var real = WithoutLinks(path, ref links);
            if (File.Exists(Linux)) return FileSystemOf(real, File.ReadAllText(Linux));
            // Of a share without a letter no drive tells.
            if (OperatingSystem.IsWindows() && real.StartsWith(@"\\", StringComparison.Ordinal)) return NetworkDrive;
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? real : Path.GetDirectoryName(real)!);
            return OperatingSystem.IsWindows() && drive.DriveType == DriveType.Network ? NetworkDrive : drive.DriveFormat;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked at cannot be written either, which is told by whoever opens the file.
            return null;
        }
    }

    /// <param name="path">Full and without links.</param>
    /// <param name="mounts">As proc_pid_mountinfo(5) describes it.</param>
    /// <returns>The type of the longest mount point above it, of the last one there; null when there is none.</returns>
    public static string? FileSystemOf(string path, string mounts)
    {
        var (longest, found) = (-1, (string?)null);
        foreach (var line in mounts.Split('\n'))
        {
            // ID, parent, device, root, mount point, options, tags of any number, "-", type, source, options
            var fields = line.Split(' ');
            var end = Array.IndexOf(fields, "-");
            if (end < 6 || end + 1 >= fields.Length) continue;
            var point = Unescaped(fields[4]);
            if (point.Length < longest || !IsAbove(point, path)) continue;
            (longest, found) = (point.Length, fields[end + 1]);
        }

        return found;
    }

    private static bool IsAbove(string point, string path) =>
        path.StartsWith(point, StringComparison.Ordinal)
        && (point.EndsWith('/') || path.Length == point.Length || path[point.Length] == '/');

    private static string WithoutLinks(string path, ref int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var name in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            real = new FileInfo(next).LinkTarget is { } target && links-- > 0
                ? WithoutLinks(Path.GetFullPath(target, real), ref links)
                : next;
        }

        return real;
    }

    // Characters that would end the field are written in octal.
    private static string Unescaped(string field) =>
        field.Replace(@"\040", " ").Replace(@"\011", "\t").Replace(@"\012", "\n").Replace(@"\134", @"\");
}
