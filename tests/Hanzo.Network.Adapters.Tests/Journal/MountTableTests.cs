using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

public sealed class MountTableTests : IDisposable
{
    private const string Mounts =
        """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        40 27 0:40 / /home rw,relatime shared:2 master:1 - nfs4 server:/home rw,vers=4.2
        41 40 254:1 / /home/me/local rw - xfs /dev/vdb rw
        42 27 0:42 / /mnt/my\040share rw - cifs //server/share rw
        43 27 0:43 / /twice rw - nfs server:/a rw
        44 43 0:44 / /twice rw - tmpfs tmpfs rw
        45 27 0:45 / /mnt/remote rw - fuse.sshfs me@server:/ rw
        nonsense
        """;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("/journal.db", "ext4")]
    [InlineData("/home/me/journal.db", "nfs4")]
    [InlineData("/home", "nfs4")]
    [InlineData("/homes/journal.db", "ext4")]
    [InlineData("/home/me/local/journal.db", "xfs")]
    [InlineData("/home/me/localized/journal.db", "nfs4")]
    [InlineData("/mnt/my share/journal.db", "cifs")]
    [InlineData("/mnt/remote/journal.db", "fuse.sshfs")]
    [InlineData("/twice/journal.db", "tmpfs")]
    public void A_path_is_on_what_is_mounted_nearest_above_it(string path, string fileSystem) =>
        MountTable.FileSystemOf(path, Mounts).ShouldBe(fileSystem);

    [Fact]
    public void Without_a_mount_above_it_nothing_is_told() => MountTable.FileSystemOf("/a", "1 2 0:1 / /b rw - ext4 x rw").ShouldBeNull();

    [Fact]
    public void Links_are_followed_wherever_they_stand_in_the_path()
    {
        if (!OperatingSystem.IsLinux()) return;
        Directory.CreateSymbolicLink(_folder.File("first"), "second");
        Directory.CreateSymbolicLink(_folder.File("second"), "/proc/self");
        File.CreateSymbolicLink(_folder.File("journal.db"), "first/missing.db");

        MountTable.FileSystemOf(_folder.File("first/missing/journal.db")).ShouldBe("proc");
        MountTable.FileSystemOf(_folder.File("journal.db")).ShouldBe("proc");
        MountTable.FileSystemOf(_folder.File("missing.db")).ShouldNotBe("proc");
    }

    [Fact]
    public void Links_in_a_circle_end()
    {
        Directory.CreateSymbolicLink(_folder.File("one"), "two");
        Directory.CreateSymbolicLink(_folder.File("two"), "one");

        MountTable.FileSystemOf(_folder.File("one/journal.db")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("nfs")]
    [InlineData("nfs4")]
    [InlineData("cifs")]
    [InlineData("smb3")]
    [InlineData("smbfs")]
    [InlineData("fuse.sshfs")]
    public void A_network_file_system_is_refused_by_name_with_a_way_out(string fileSystem)
    {
        var refusal = Should.Throw<EventStoreException>(() => NetworkFileSystems.Refuse("/net/journal.db", fileSystem));

        refusal.Problem.ShouldBe(EventStoreProblem.Unreachable);
        foreach (var said in new[] { "/net/journal.db", $"({fileSystem})", "--data", "--journal" }) refusal.Message.ShouldContain(said);
    }

    [Theory]
    [InlineData("ext4")]
    [InlineData("overlay")]
    [InlineData("tmpfs")]
    [InlineData("9p")]
    [InlineData("virtiofs")]
    [InlineData("fuseblk")]
    [InlineData("apfs")]
    [InlineData(null)]
    public void A_file_system_of_the_machine_is_not(string? fileSystem) => NetworkFileSystems.Refuse("/journal.db", fileSystem);

    public void Dispose() => _folder.Dispose();
}
