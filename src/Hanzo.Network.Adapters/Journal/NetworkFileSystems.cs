using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// Where a journal file must not be: several machines reach the same file there, but not the memory that SQLite's write-ahead log
/// shares among its processes, and they would damage the file without noticing.
/// </summary>
/// <remarks>
/// 9p is not among them: containers and WSL mount disks of their own machine with it, and where it shares no memory SQLite says so.
/// </remarks>
internal static class NetworkFileSystems
{
    private static readonly string[] Names =
        ["nfs", "nfs4", "cifs", "afs", "afpfs", "ceph", "webdav", "fuse.sshfs", "fuse.glusterfs", MountTable.NetworkDrive];

    /// <exception cref="EventStoreException">The file is on another machine.</exception>
    public static void Refuse(string file, string? fileSystem)
    {
        if (fileSystem is null || !Contain(fileSystem)) return;
        throw new EventStoreException(
            file,
            EventStoreProblem.Unreachable,
            $"its folder is on a network file system ({fileSystem}), where SQLite would damage it without noticing. Give --data a folder "
                + "on a local disk, or --journal the connection string of a PostgreSQL server, which machines may share.");
    }

    /// <param name="fileSystem">As the system names it.</param>
    public static bool Contain(string fileSystem) =>
        fileSystem.StartsWith("smb", StringComparison.OrdinalIgnoreCase) || Names.Contains(fileSystem, StringComparer.OrdinalIgnoreCase);
}
