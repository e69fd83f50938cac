using System.Text;
using System.Text.Json;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class TopologyFileTests
{
    private const string Device = "\"device_capabilities\":{\"model\":\"m\",\"chip\":\"c\"}";

    [Fact]
    public void Reads_the_common_form()
    {
        var topology = Parse(
            """
            {"peers":{
              "node2":{"address":"pi.local","port":5682,"device_capabilities":{"model":"Pi","chip":"BCM2711","memory":8192}},
              "node1":{"address":"10.0.0.1","port":5681,"device_capabilities":
                {"model":"MacBook Pro","chip":"Apple M1","memory":16384,"flops":{"fp32":2.29,"fp16":4.58,"int8":9.16}}}}}
            """);

        topology.Peers.Keys.ShouldBe(["node1", "node2"]);
        var first = topology.Peers["node1"];
        first.Address.ToString().ShouldBe("10.0.0.1:5681");
        (first.Device.Model, first.Device.MemoryMb, first.Device.Flops.Fp16).ShouldBe(("MacBook Pro", 16384, 4.58));
        first.Device.Source.ShouldBe("file");
        topology.Besides("node1").Select(address => address.ToString()).ShouldBe(["pi.local:5682"]);
    }

    [Theory]
    [InlineData("{}", "topology.json, line 1: the field 'peers' is missing")]
    [InlineData("""{"peers":[]}""", "peers: must be an object")]
    [InlineData("""{"peers":{}}""", "peers: has 0 peers; it must have 1 to 200")]
    [InlineData("""{"nodes":{}}""", "nodes: is unknown; allowed: peers")]
    [InlineData("{\"peers\":{\n\"a\":{\"address\":\"x\",\"port\":1}}}", "line 2, peers.a: the field 'device_capabilities' is missing")]
    [InlineData("""{"peers":{"a b":{}}}""", "peers.a b: 'a b' is no node id; it must have 1 to 63 of")]
    [InlineData("""{"peers":{"a":7}}""", "peers.a: must be an object with address, port, device_capabilities")]
    [InlineData("""{"peers":{"a":{"port":1}}}""", "peers.a: the field 'address' is missing")]
    [InlineData("""{"peers":{"a":{"address":"x"}}}""", "peers.a: the field 'port' is missing")]
    [InlineData(
        """{"peers":{"a":{"address":"x","port":70000}}}""",
        "peers.a.port: must be a whole number from 1 to 65,535 (a TCP port), not 70000")]
    [InlineData("""{"peers":{"a":{"address":"x","port":"1"}}}""", "peers.a.port: must be a whole number")]
    [InlineData(
        """{"peers":{"a":{"address":"no host","port":1}}}""",
        "peers.a.address: must be a host name or an IP address, not 'no host'")]
    [InlineData("""{"peers":{"a":{"address":"","port":1}}}""", "peers.a.address: is empty")]
    [InlineData(
        """{"peers":{"a":{"address":"x","port":1,"device_capabilities":{"model":"m"}}}}""",
        "peers.a.device_capabilities: the field 'chip' is missing")]
    [InlineData(
        """{"peers":{"a":{"address":"x","port":1,"device_capabilities":{"model":"m","chip":"c","memory":-5}}}}""",
        "peers.a.device_capabilities.memory: must be a whole number from 0 to 16,777,216 MB, not -5")]
    [InlineData(
        """{"peers":{"a":{"address":"x","port":1,"device_capabilities":{"model":"m","chip":"c","flops":{"fp8":1}}}}}""",
        "peers.a.device_capabilities.flops.fp8: is unknown; allowed: fp32, fp16, int8")]
    [InlineData(
        """{"peers":{"a":{"address":"x","port":1,"capabilities":{}}}}""",
        "peers.a.capabilities: is unknown; allowed: address, port")]
    [InlineData(
        "{\"peers\":{\"a\":{\"address\":\"x\",\"port\":1," + Device + "},\"b\":{\"address\":\"x\",\"port\":1," + Device + "}}}",
        "peers.b.address: x:1 is the address of 'a' already")]
    [InlineData("{\"peers\":{\"a\":{},\"a\":{}}}", "peers.a: stands twice in the same object")]
    [InlineData("nonsense", "not JSON")]
    public void Names_the_field_the_value_and_the_range(string json, string problem) =>
        Should.Throw<InvalidFileException>(() => Parse(json)).Message.ShouldContain(problem);

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\u00ff")]
    public void A_text_that_is_no_Unicode_is_refused_with_its_line(string text)
    {
        var json = Encoding.Latin1.GetBytes($"{{\n\"peers\":{{\"{text}\":{{}}}}}}");
        Should.Throw<InvalidFileException>(() => TopologyFile.Parse("topology.json", json)).Message
            .ShouldContain("topology.json, line 2: not JSON: a text is no valid Unicode");
    }

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Topology);
        var properties = schema.RootElement.GetProperty("properties");
        var peers = properties.GetProperty("peers");
        var peer = peers.GetProperty("additionalProperties");

        Names(properties).ShouldBe(TopologyFile.RootFields, ignoreOrder: true);
        Names(peer.GetProperty("properties")).ShouldBe(TopologyFile.PeerFields, ignoreOrder: true);
        peer.GetProperty("required").EnumerateArray().Select(one => one.GetString()).ShouldBe(TopologyFile.PeerFields, ignoreOrder: true);
        peers.GetProperty("maxProperties").GetInt32().ShouldBe(TopologyFile.MaxPeers);
    }

    private static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(property => property.Name);

    private static Topology Parse(string json) => TopologyFile.Parse("topology.json", Encoding.UTF8.GetBytes(json));
}
