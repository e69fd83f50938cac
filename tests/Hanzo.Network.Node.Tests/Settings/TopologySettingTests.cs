using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Tests.Settings;

public sealed class TopologySettingTests
{
    private const string Home = """
        {"peers":{
          "laptop":{"address":"192.168.1.10","port":5681,"device_capabilities":{"model":"MacBook","chip":"Apple M3","memory":16384}},
          "server":{"address":"192.168.1.11","port":5700,"device_capabilities":{"model":"Server","chip":"RTX 4090","memory":65536}},
          "pi":{"address":"127.0.0.1","port":5682,"device_capabilities":{"model":"Pi 4","chip":"BCM2711","memory":8192}}}}
        """;

    [Fact]
    public void The_own_entry_gives_port_address_and_device_and_the_file_is_a_road()
    {
        var loaded = Load(("node-id", "server"), ("bind", "0.0.0.0"), ("insecure", "true"));

        var settings = loaded.Settings!;
        settings.ListenPort.ShouldBe(5700);
        settings.Advertise.ShouldBe("192.168.1.11");
        settings.Roads.TopologyFile.ShouldBe("home.json");
        loaded.Values[SettingCatalog.ListenPort].Origin.ShouldBe("topology home.json");
        var device = NodeInputs.Load(settings).Device!;
        (device.Model, device.MemoryMb, device.Source).ShouldBe(("Server", 65536, "file"));
    }

    [Fact]
    public void The_users_table_of_chips_counts_for_the_entry_too()
    {
        var table = Path.GetTempFileName();
        File.WriteAllText(table, """{"rows":[{"name":"RTX 4090","fp16":12}]}""");
        var layer = SettingLayer.Empty.With(SettingCatalog.Topology, "home.json", "--topology")
            .With(SettingCatalog.NodeId, "server", "--node-id").With(SettingCatalog.FlopsTable, table, "--flops-table")
            .With(SettingCatalog.Bind, "0.0.0.0", "--bind").With(SettingCatalog.Insecure, "true", "--insecure");

        var loaded = SettingLoader.Load(
            layer, new Dictionary<string, string>(), file => file == table ? File.ReadAllText(table) : Home);

        NodeInputs.Load(loaded.Settings!).Device!.Flops.Fp16.ShouldBe(12);
        File.Delete(table);
    }

    [Fact]
    public void What_somebody_says_otherwise_counts()
    {
        var settings = Load(("node-id", "pi"), ("listen-port", "6000"), ("seeds", "10.0.0.1:1")).Settings!;

        settings.ListenPort.ShouldBe(6000);
        settings.Roads.Seeds.ShouldBe(["10.0.0.1:1"]);
    }

    [Fact]
    public void A_device_file_wins_over_the_entry()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"model":"m","chip":"c"}""");

        NodeInputs.Load(Load(("node-id", "pi"), ("device", file)).Settings!).Device!.Model.ShouldBe("m");
        File.Delete(file);
    }

    [Fact]
    public void Without_the_road_of_files_the_others_are_not_looked_for() =>
        Load(("node-id", "pi"), ("discovery", "udp")).Settings!.Roads.TopologyFile.ShouldBeNull();

    [Fact]
    public void An_entry_on_loopback_advertises_nothing()
    {
        var settings = Load(("node-id", "pi")).Settings!;

        settings.Advertise.ShouldBeNull();
        settings.Bind.ShouldBe(IPAddress.Loopback);
        settings.ListenPort.ShouldBe(5682);
    }

    [Fact]
    public void An_address_that_is_not_listened_on_is_told() =>
        Load(("node-id", "laptop")).Problems.ShouldHaveSingleItem().Message.ShouldBe(
            "--advertise (from topology home.json) '192.168.1.10' is not allowed: nobody can dial it while --bind is 127.0.0.1; "
            + "give the address to listen on as well.");

    [Fact]
    public void A_node_that_is_not_listed_learns_who_is() =>
        Load(("node-id", "tablet")).Problems.ShouldHaveSingleItem().Message.ShouldBe(
            "--topology 'home.json' is not allowed: it does not list this node, 'tablet'; it lists laptop, pi, server "
            + "(--node-id chooses one).");

    [Fact]
    public void Without_node_id_the_hosts_name_must_be_listed() =>
        Load().Problems.ShouldHaveSingleItem().Message.ShouldContain($"'{NodeIdRules.FromHostName(Environment.MachineName)}'");

    [Fact]
    public void A_file_that_is_wrong_is_named_with_line_and_field() =>
        Load("""{"peers":{"a":{"address":"x","port":0}}}""", ("node-id", "a")).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("home.json, line 1, peers.a.port: must be a whole number from 1 to 65,535 (a TCP port), not 0.");

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var flags = SettingLayer.Empty.With(SettingCatalog.Topology, "gone.json", "--topology");

        SettingLoader.Load(flags, new Dictionary<string, string>(), _ => throw new FileNotFoundException("no such file")).Problems
            .ShouldHaveSingleItem().Message.ShouldBe("--topology 'gone.json' is not allowed: it cannot be read (no such file).");
    }

    private static LoadedSettings Load(params (string Name, string Value)[] flags) => Load(Home, flags);

    private static LoadedSettings Load(string file, params (string Name, string Value)[] flags)
    {
        var layer = SettingLayer.Empty.With(SettingCatalog.Topology, "home.json", "--topology");
        foreach (var (name, value) in flags) layer = layer.With(SettingCatalog.Find(name)!, value, $"--{name}");
        return SettingLoader.Load(layer, new Dictionary<string, string>(), _ => file);
    }
}
