using System.Net;
using Hanzo.Network.Tools.Http;

namespace Hanzo.Network.Tests.Tools.Http;

public sealed class AddressKindsTests
{
    [Theory]
    [InlineData("93.184.216.34", AddressKind.Public)]
    [InlineData("1.1.1.1", AddressKind.Public)]
    [InlineData("172.15.255.255", AddressKind.Public)]
    [InlineData("172.32.0.0", AddressKind.Public)]
    [InlineData("100.63.255.255", AddressKind.Public)]
    [InlineData("100.128.0.0", AddressKind.Public)]
    [InlineData("223.255.255.255", AddressKind.Public)]
    [InlineData("2606:4700:4700::1111", AddressKind.Public)]
    [InlineData("127.0.0.1", AddressKind.Loopback)]
    [InlineData("127.255.255.255", AddressKind.Loopback)]
    [InlineData("::1", AddressKind.Loopback)]
    [InlineData("10.0.0.0", AddressKind.Private)]
    [InlineData("10.255.255.255", AddressKind.Private)]
    [InlineData("172.16.0.1", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("192.168.1.1", AddressKind.Private)]
    [InlineData("fd00::1", AddressKind.Private)]
    [InlineData("fec0::1", AddressKind.Private)]
    [InlineData("100.64.0.1", AddressKind.Shared)]
    [InlineData("100.127.255.255", AddressKind.Shared)]
    [InlineData("169.254.169.254", AddressKind.LinkLocal)]
    [InlineData("fe80::1%2", AddressKind.LinkLocal)]
    [InlineData("224.0.0.251", AddressKind.Multicast)]
    [InlineData("239.255.255.255", AddressKind.Multicast)]
    [InlineData("ff02::fb", AddressKind.Multicast)]
    [InlineData("0.0.0.0", AddressKind.Reserved)]
    [InlineData("0.1.2.3", AddressKind.Reserved)]
    [InlineData("240.0.0.1", AddressKind.Reserved)]
    [InlineData("255.255.255.255", AddressKind.Reserved)]
    [InlineData("192.0.2.1", AddressKind.Reserved)]
    [InlineData("198.18.0.1", AddressKind.Reserved)]
    [InlineData("::", AddressKind.Reserved)]
    [InlineData("2001:db8::1", AddressKind.Reserved)]
    [InlineData("2001::1", AddressKind.Reserved)]
    [InlineData("4000::1", AddressKind.Reserved)]
    [InlineData("64:ff9b:1::1", AddressKind.Reserved)]
    public void Every_address_is_of_one_kind(string address, AddressKind kind) =>
        AddressKinds.Of(IPAddress.Parse(address)).ShouldBe(kind);

    [Theory]
    [InlineData("::ffff:127.0.0.1", AddressKind.Loopback)]
    [InlineData("::ffff:10.1.2.3", AddressKind.Private)]
    [InlineData("::ffff:169.254.169.254", AddressKind.LinkLocal)]
    [InlineData("::ffff:1.1.1.1", AddressKind.Public)]
    [InlineData("::10.1.2.3", AddressKind.Private)]
    [InlineData("64:ff9b::10.1.2.3", AddressKind.Private)]
    [InlineData("64:ff9b::1.1.1.1", AddressKind.Public)]
    [InlineData("2002:c0a8:0101::1", AddressKind.Private)]
    [InlineData("2002:7f00:0001::", AddressKind.Loopback)]
    public void An_address_that_stands_for_another_is_of_its_kind(string address, AddressKind kind) =>
        AddressKinds.Of(IPAddress.Parse(address)).ShouldBe(kind);

    [Fact]
    public void Only_public_ones_may_be_reached_unless_private_ones_are_allowed_and_some_never()
    {
        var all = Enum.GetValues<AddressKind>();

        all.Where(kind => kind.MayBeReached(mayBePrivate: false)).ShouldBe([AddressKind.Public]);
        all.Where(kind => kind.MayBeReached(mayBePrivate: true))
            .ShouldBe([AddressKind.Public, AddressKind.Loopback, AddressKind.Private, AddressKind.Shared]);
    }
}
