using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class NodeAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:5681", "127.0.0.1", 5681)]
    [InlineData("pi.local:1", "pi.local", 1)]
    [InlineData("[fe80::1]:65535", "fe80::1", 65535)]
    public void Text_and_address_convert_both_ways(string text, string host, int port)
    {
        var address = NodeAddress.Parse(text);
        (address.Host, address.Port).ShouldBe((host, port));
        address.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5681")]
    [InlineData(":5681")]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("two words:5681")]
    public void A_bad_address_is_named_with_the_allowed_form(string text) =>
        Should.Throw<FormatException>(() => NodeAddress.Parse(text)).Message
            .ShouldBe($"address '{text}' is not allowed; it must be {NodeAddress.AllowedForm}.");

    [Theory]
    [InlineData("pi.local", true)]
    [InlineData("10.0.0.1:5681", true)]
    [InlineData("[fe80::1]:5681", true)]
    [InlineData("fe80::1", false)]
    [InlineData("host:0", false)]
    [InlineData("two words", false)]
    [InlineData("", false)]
    public void A_host_may_stand_without_a_port(string text, bool valid) => NodeAddress.IsHostOrAddress(text).ShouldBe(valid);

    [Fact]
    public void The_order_is_host_then_port()
    {
        string[] texts = ["b:1", "a:10", "a:9"];
        texts.Select(NodeAddress.Parse).Order().Select(address => address.ToString()).ShouldBe(["a:9", "a:10", "b:1"]);
    }

    [Theory]
    [InlineData("127.0.0.1:1", "127.0.0.2:2", true)]
    [InlineData("localhost:1", "127.0.0.1:2", true)]
    [InlineData("10.0.0.1:1", "10.0.0.1:2", true)]
    [InlineData("10.0.0.1:1", "10.0.0.2:1", false)]
    [InlineData("10.0.0.1:1", "127.0.0.1:1", false)]
    public void The_same_host_is_told_by_text_or_by_loopback(string one, string two, bool same) =>
        NodeAddress.Parse(one).IsSameHost(NodeAddress.Parse(two)).ShouldBe(same);
}
