using System.Globalization;

namespace Hanzo.Network.Node.Doctoring;

/// <summary>Which program holds a port, as far as this user may see; on Linux only.</summary>
internal static class PortHolder
{
    private const string Table = "/proc/net/udp";
    private const int LocalAddress = 1;
    private const int Inode = 9;

    /// <summary>As <c>'name' (process 123)</c>; null: it cannot be seen.</summary>
    public static string? OfUdp(int port)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            return InodeOf(File.ReadLines(Table), port) is { } inode ? ProcessOf(inode) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a system that shows no such thing: the port is named anyway
        }
    }

    /// <param name="lines">Of /proc/net/udp.</param>
    internal static string? InodeOf(IEnumerable<string> lines, int port)
    {
        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length <= Inode || fields[LocalAddress].Split(':') is not [_, var hex]) continue;
            if (int.TryParse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var own) && own == port) return fields[Inode];
        }

        return null;
    }

    private static string? ProcessOf(string inode)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (Path.GetFileName(folder) is var pid && pid.All(char.IsAsciiDigit) && Holds(folder, inode))
                return $"'{File.ReadAllText($"{folder}/comm").Trim()}' (process {pid})";
        return null;
    }

    private static bool Holds(string folder, string inode)
    {
        try
        {
            return Directory.EnumerateFiles($"{folder}/fd").Any(file => new FileInfo(file).LinkTarget == $"socket:[{inode}]");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // a process of another user, or one that has just ended
        }
    }
}
