using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class BeaconCodecTests
{
    private static readonly Beacon Sample = new(Nodes.Node("one", "192.168.1.20:5681", age: 1), Nodes.Cluster(7), Reply: true);

    [Fact]
    public void A_beacon_comes_back_as_it_was_written()
    {
        Read(BeaconCodec.Write(Sample)).ShouldBe(Sample);
        var newcomer = Sample with { Cluster = null, Reply = false };
        Read(BeaconCodec.Write(newcomer)).ShouldBe(newcomer);
    }

    [Fact]
    public void The_written_form_is_fixed() =>
        Encoding.UTF8.GetString(BeaconCodec.Write(Sample)).ShouldBe(
            """
            {"v":1,"type":"hanzo.beacon","network":"home","cluster_id":"01J00000000000000000000007",
            "founded_at":"2026-01-02T03:04:12+00:00","incarnation":"01J00000000000000000000001","node_id":"one",
            "address":"192.168.1.20","port":5681,"runtime":"embedded","version":"0.1.0",
            "protocol_min":1,"protocol_max":1,"reply":true}
            """.ReplaceLineEndings(""));

    [Fact]
    public void Unknown_fields_are_ignored() => Read(Changed(json => json["mood"] = "sunny")).ShouldBe(Sample);

    [Fact]
    public void The_largest_allowed_fields_fit_one_datagram()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('h', 62), 4))[..250];
        var largest = new NodeIdentity(
            new string('n', 63), new string('i', 63), Nodes.Incarnation(1), NodeAddress.Parse($"{host}:65535"), new string('r', 32),
            new string('v', 32), new ProtocolRange(1, int.MaxValue));
        var hears = new string('7', 8 * Beacon.MaxHears);
        var bytes = new BeaconVoice(largest, new BeaconSeal(Keys.Of(new string('n', 63))))
            .Write(new Beacon(largest, Nodes.Cluster(1), Reply: true) { Hears = hears }, Nodes.Epoch);
        bytes.Length.ShouldBeLessThanOrEqualTo(BeaconCodec.MaxBytes);
        Read(BeaconCodec.Write(new Beacon(largest, Nodes.Cluster(1), Reply: true) { Hears = hears })).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", BeaconDrop.Garbage)]
    [InlineData("hello", BeaconDrop.Garbage)]
    [InlineData("[1,2]", BeaconDrop.Garbage)]
    [InlineData("\u0001\u0002", BeaconDrop.Garbage)]
    [InlineData("{", BeaconDrop.Malformed)]
    [InlineData("{}x", BeaconDrop.Malformed)]
    [InlineData("""{"v":1,"v":1}""", BeaconDrop.Malformed)]
    [InlineData("""{"a":{"b":{"c":{}}}}""", BeaconDrop.Malformed)]
    [InlineData("{}", BeaconDrop.ForeignType)]
    [InlineData("""{"type":"discovery","node_id":"x","grpc_port":50051}""", BeaconDrop.ForeignType)]
    [InlineData("""{"type":"hanzo.beacon","v":2}""", BeaconDrop.UnsupportedVersion)]
    [InlineData("""{"type":"hanzo.beacon"}""", BeaconDrop.UnsupportedVersion)]
    [InlineData("""{"type":"hanzo.beacon","v":1}""", BeaconDrop.InvalidField)]
    public void What_is_no_beacon_is_dropped_with_its_reason(string text, BeaconDrop expected) =>
        DropOf(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

    [Theory]
    [InlineData("network", "Home")]
    [InlineData("network", null)]
    [InlineData("node_id", "")]
    [InlineData("node_id", "a b")]
    [InlineData("node_id", "<script>")]
    [InlineData("incarnation", "1")]
    [InlineData("address", "not a host")]
    [InlineData("address", "")]
    [InlineData("port", 0)]
    [InlineData("port", 65536)]
    [InlineData("port", -1)]
    [InlineData("runtime", "embedded\n")]
    [InlineData("runtime", null)]
    [InlineData("version", "")]
    [InlineData("protocol_min", 0)]
    [InlineData("protocol_max", 0)]
    [InlineData("cluster_id", null)]
    [InlineData("cluster_id", "x")]
    [InlineData("founded_at", null)]
    [InlineData("hears", "0000000")]
    [InlineData("hears", "0000000u")]
    public void Every_field_is_bounded(string field, object? value) =>
        DropOf(Changed(json => json[field] = JsonValue.Create(value))).ShouldBe(BeaconDrop.InvalidField);

    [Theory]
    [InlineData("port", "5681x")]
    [InlineData("reply", "yes")]
    [InlineData("founded_at", "yesterday")]
    public void A_field_of_another_type_is_malformed(string field, object value) =>
        DropOf(Changed(json => json[field] = JsonValue.Create(value))).ShouldBe(BeaconDrop.Malformed);

    [Fact]
    public void A_datagram_above_the_bound_is_oversized() =>
        DropOf(Changed(json => json["padding"] = new string('x', BeaconCodec.MaxBytes))).ShouldBe(BeaconDrop.Oversized);

    [Fact]
    public void Every_truncation_is_dropped()
    {
        var bytes = BeaconCodec.Write(Sample);
        for (var length = 0; length < bytes.Length; length++) Read(bytes.AsSpan(0, length)).ShouldBeNull($"{length} bytes");
    }

    [Fact]
    public void No_random_bytes_throw()
    {
        var random = new Random(5678);
        var whole = BeaconCodec.Write(Sample);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = whole.ToArray();
            for (var flips = random.Next(1, 9); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Read(bytes);
        }
    }

    private static byte[] Changed(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(BeaconCodec.Write(Sample))!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static BeaconDrop DropOf(byte[] bytes)
    {
        BeaconCodec.Read(bytes, out var drop).ShouldBeNull();
        return drop;
    }

    private static Beacon? Read(ReadOnlySpan<byte> bytes) => BeaconCodec.Read(bytes, out _);
}
