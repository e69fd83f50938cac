using System.Net;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Tests.Settings;

public sealed class JoinedLayerTests : IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("hanzo-keys-");
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hanzo-data-");

    [Fact]
    public void What_join_has_left_is_the_default_of_the_next_start()
    {
        Join("home");
        var settings = Load().Settings.ShouldNotBeNull();
        (settings.Network, settings.NodeId, settings.Profile).ShouldBe(("home", "two", "lan"));
        settings.Bind.ShouldBe(IPAddress.Any);
        settings.Roads.Seeds.ShouldBe(["192.168.1.20:5681"]);
    }

    [Fact]
    public void What_is_said_goes_before_it()
    {
        Join("home");
        var flags = SettingLayer.Empty.With(SettingCatalog.Bind, "127.0.0.1", "--bind").With(SettingCatalog.Seeds, "10.0.0.1:1", "--seeds");
        var settings = Load(flags).Settings.ShouldNotBeNull();
        (settings.Network, settings.NodeId, settings.Profile).ShouldBe(("home", "two", "node"));
        settings.Roads.Seeds.ShouldBe(["10.0.0.1:1"]);
        Load(SettingLayer.Empty.With(SettingCatalog.Network, "other", "--network")).Settings!.NodeId.ShouldBeNull();
    }

    [Fact]
    public void The_machines_second_node_counts_up_unless_its_id_is_said()
    {
        Join("home");
        var root = DataRoot.Of(_data.FullName);
        using var first = NodeClaim.Take(Load().Settings!, root).Lock.ShouldNotBeNull();
        using var second = NodeClaim.Take(Load().Settings!, root).Lock.ShouldNotBeNull();
        (first.NodeId, second.NodeId).ShouldBe(("two", "two-2"));
        var said = Load(SettingLayer.Empty.With(SettingCatalog.NodeId, "two", "--node-id")).Settings!;
        NodeClaim.Take(said, root).Refusal.ShouldNotBeNull().ShouldContain("is in use on this machine");
    }

    [Fact]
    public void Of_several_networks_none_is_meant_unless_it_is_said()
    {
        Join("home");
        new NetworkStore(_keys.FullName, TimeProvider.System).Create("default");
        Load().Settings!.Network.ShouldBe("default");
        Load(SettingLayer.Empty.With(SettingCatalog.Network, "home", "--network")).Settings!.NodeId.ShouldBe("two");
    }

    [Fact]
    public void A_damaged_file_counts_for_nothing()
    {
        Join("home");
        File.WriteAllText(Path.Combine(_keys.FullName, "home", JoinedFile.FileName), "{");
        Load().Settings!.Network.ShouldBe("default");
    }

    public void Dispose()
    {
        _keys.Delete(recursive: true);
        _data.Delete(recursive: true);
    }

    private void Join(string network)
    {
        var (folder, _) = new NetworkStore(_keys.FullName, TimeProvider.System).Create(network);
        JoinedFile.Write(folder, new JoinedFile { NodeId = "two", Lan = true, Seeds = ["192.168.1.20:5681"] });
    }

    private LoadedSettings Load(SettingLayer? flags = null)
    {
        var variables = new Dictionary<string, string> { ["HANZO_KEYS"] = _keys.FullName, ["HANZO_INSECURE"] = "true" };
        return SettingLoader.Load(flags ?? SettingLayer.Empty, variables, File.ReadAllText, JoinedLayer.Read);
    }
}
