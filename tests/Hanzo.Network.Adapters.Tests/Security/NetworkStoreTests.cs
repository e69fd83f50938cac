using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Tests.Security;

public sealed class NetworkStoreTests : KeysFixture
{
    [Fact]
    public async Task Of_twenty_that_create_a_network_at_once_all_get_the_same()
    {
        using var start = new ManualResetEventSlim();
        var all = Enumerable.Range(0, 20).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.Wait();
                var folder = new NetworkStore(Root, Time).OpenOrCreate("home");
                using var authority = folder.OpenAuthority();
                using var certificate = authority.Issue($"node-{i}");
                folder.WriteNode($"node-{i}", certificate);
                return folder;
            },
            TaskCreationOptions.LongRunning)).ToArray();
        start.Set();
        var folders = await Task.WhenAll(all);
        Assert.Single(folders.Select(folder => folder.Keys.NetworkId).Distinct());
        Assert.Single(folders.Select(folder => Convert.ToHexString(CertificateAuthority.FingerprintOf(folder.Root).AsSpan())).Distinct());
        Assert.Single(folders.Select(folder => Convert.ToBase64String(folder.Keys.BeaconKey.AsSpan())).Distinct());
        Assert.Equal(["home"], Directory.GetFileSystemEntries(Root).Select(Path.GetFileName));
        Assert.Equal(20, Directory.GetFiles(HomeFile("nodes")).Length);
        for (var i = 0; i < 20; i++) Assert.Null(NodeSecurity.Open(Home(), "asked", Time).Refuse(folders[0].FindNode($"node-{i}")!));
    }

    [Fact]
    public void Creating_says_whether_it_was_there()
    {
        var (first, isNew) = Store.Create("home");
        var (again, isNewer) = Store.Create("home");
        Assert.True(isNew);
        Assert.False(isNewer);
        Assert.Equal(first.Keys.NetworkId, again.Keys.NetworkId);
        Assert.Contains("must match", Assert.Throws<KeyStoreException>(() => Store.Create("../up")).Message);
    }

    [Fact]
    public void Files_are_for_their_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        _ = NodeSecurity.Open(Home(), "pi", Time);
        foreach (var path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Append(Root))
        {
            var mode = File.GetUnixFileMode(path);
            Assert.True(mode == (Directory.Exists(path) ? (UnixFileMode)0b111_000_000 : (UnixFileMode)0b110_000_000), $"{path}: {mode}");
        }
    }

    [Theory]
    [InlineData("ca.key", "others may read it (mode 640); run: chmod 600 '")]
    [InlineData("network.json", "others may read it (mode 640); run: chmod 600 '")]
    [InlineData("nodes/pi.pem", "others may read it (mode 640); run: chmod 600 '")]
    public void A_key_that_others_may_read_is_not_used(string name, string message)
    {
        if (OperatingSystem.IsWindows()) return;
        _ = NodeSecurity.Open(Home(), "pi", Time);
        File.SetUnixFileMode(HomeFile(name), (UnixFileMode)0b110_100_000);
        var error = Assert.Throws<KeyStoreException>(() => UseAll());
        Assert.StartsWith(HomeFile(name), error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_folder_that_others_may_change_is_not_used()
    {
        if (OperatingSystem.IsWindows()) return;
        Home();
        File.SetUnixFileMode(HomeFile(""), (UnixFileMode)0b111_111_111);
        Assert.Contains("may be changed by others (mode 777); run: chmod go-w", Assert.Throws<KeyStoreException>(() => Home()).Message);
    }

    [Theory]
    [InlineData("network.json", "{", "network.json, line 1: not JSON")]
    [InlineData("network.json", null, "network.json is missing. If nothing else of this network is needed, remove its folder")]
    [InlineData("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ca.pem does not hold a certificate as PEM")]
    [InlineData("ca.pem", null, "ca.pem is missing")]
    [InlineData("ca.key", "none", "ca.pem and ")]
    [InlineData("nodes/pi.pem", "", "pi.pem does not hold a certificate and its private key as PEM")]
    [InlineData("revoked.json", "[]", "revoked.json cannot be used")]
    [InlineData("revoked.json", """{"version":1,"nodes":[],"signature":""}""", "its signature has 0 bytes; it must have 64")]
    public void A_file_that_is_damaged_is_named(string name, string? content, string message)
    {
        _ = NodeSecurity.Open(Home(), "pi", Time);
        if (content is null) File.Delete(HomeFile(name));
        else File.WriteAllText(HomeFile(name), content);
        if (!OperatingSystem.IsWindows() && content is not null) File.SetUnixFileMode(HomeFile(name), (UnixFileMode)0b110_000_000);
        var error = Assert.Throws<KeyStoreException>(() => UseAll());
        Assert.Contains(HomeFile(name), error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_key_of_another_certificate_is_named()
    {
        _ = NodeSecurity.Open(Home(), "pi", Time);
        new NetworkStore(Root + "-guest", Time).OpenOrCreate("home");
        File.Copy(Path.Combine(Root + "-guest", "home", "ca.key"), HomeFile("ca.key"), overwrite: true);
        Assert.Contains("do not hold a certificate and its private key", Assert.Throws<KeyStoreException>(() => UseAll()).Message);
    }

    [Fact]
    public void A_folder_of_another_name_is_not_that_network()
    {
        Home();
        Directory.Move(HomeFile(""), Path.Combine(Root, "away"));
        Assert.Contains("is of the network 'home'", Assert.Throws<KeyStoreException>(() => Store.Find("away")).Message);
        var listed = Assert.Single(Store.List());
        Assert.Equal(("away", null), (listed.Network, listed.Folder));
        Assert.Contains("is of the network 'home'", listed.Problem);
        Assert.Null(Store.Find("home"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        Directory.CreateDirectory(Root);
        File.WriteAllText(Path.Combine(Root, "file"), "");
        var folder = Path.Combine(Root, "file", "keys");
        var error = Assert.Throws<KeyStoreException>(() => new NetworkStore(folder, Time).OpenOrCreate("home"));
        Assert.StartsWith(folder, error.Message);
    }

    [Fact]
    public void Networks_are_listed_by_name()
    {
        Assert.Empty(Store.List());
        foreach (var name in new[] { "work", "home", "lab" }) Store.OpenOrCreate(name);
        Directory.CreateDirectory(Path.Combine(Root, ".home.abc"));
        Assert.Equal(["home", "lab", "work"], Store.List().Select(network => network.Network));
        Assert.All(Store.List(), network => Assert.True(network.Folder?.HoldsAuthority));
    }

    [Fact]
    public void A_guest_has_no_authority_and_may_come_again()
    {
        var guest = Guest("pi");
        Assert.False(guest.HoldsAuthority);
        Assert.Contains("nodes are let into network 'home' on the machine that created it",
            Assert.Throws<KeyStoreException>(() => guest.OpenAuthority()).Message);
        var again = Guest("pi");
        Assert.Equal(guest.Keys.NetworkId, again.Keys.NetworkId);
        Assert.NotEqual(guest.FindNode("other")?.SerialNumber ?? "", again.FindNode("pi")!.SerialNumber);
    }

    [Fact]
    public void Keys_of_another_network_of_the_name_are_kept()
    {
        var home = Home();
        var guests = new NetworkStore(Root + "-guest", Time);
        var own = guests.OpenOrCreate("home");
        using var authority = home.OpenAuthority();
        using var certificate = authority.Issue("pi");
        var error = Assert.Throws<KeyStoreException>(() => guests.Join(home.File, home.Root, "pi", certificate));
        Assert.Contains("holds the keys of another network 'home'", error.Message);
        Assert.Equal(own.Keys.NetworkId, guests.Find("home")!.Keys.NetworkId);
    }

    [Fact]
    public void Where_the_authority_is_asked_is_kept()
    {
        Home().WriteAuthority(["192.168.1.20:5679"]);
        Assert.Equal("192.168.1.20:5679", Assert.Single(Home().File.Authority));
    }

    private void UseAll()
    {
        var folder = Home();
        folder.OpenAuthority().Dispose();
        _ = NodeSecurity.Open(folder, "pi", Time);
    }
}
