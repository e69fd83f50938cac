using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class AddressContract
{
    [Theory]
    [InlineData("akka://sys")]
    [InlineData("akka.tcp://sys@host:80")]
    [InlineData("akka.tcp://my-sys@127.0.0.1:4053")]
    [InlineData("akka.tcp://sys@some.host.name:1")]
    public void Text_and_address_round_trip(string text)
    {
        Address.Parse(text).ToString().ShouldBe(text);
    }

    [Fact]
    public void The_parts_are_read()
    {
        var address = Address.Parse("akka.tcp://sys@host:80");
        address.Protocol.ShouldBe("akka.tcp");
        address.System.ShouldBe("sys");
        address.Host.ShouldBe("host");
        address.Port.ShouldBe(80);
        address.HasLocalScope.ShouldBeFalse();
        address.HasGlobalScope.ShouldBeTrue();
        address.HostPort().ShouldBe("sys@host:80");
    }

    [Fact]
    public void Without_host_the_scope_is_local()
    {
        var address = new Address("akka", "sys");
        address.HasLocalScope.ShouldBeTrue();
        address.Host.ShouldBeNull();
        address.Port.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("sys@host:80")]
    [InlineData("http://host")]
    [InlineData("akka.tcp://sys@host:port")]
    public void Other_text_is_refused(string text)
    {
        Address.TryParse(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void Equality_is_by_all_parts_and_hosts_are_lower_case()
    {
        var address = new Address("akka.tcp", "sys", "HOST", 80);
        address.ShouldBe(new Address("akka.tcp", "sys", "host", 80));
        address.GetHashCode().ShouldBe(new Address("akka.tcp", "sys", "host", 80).GetHashCode());
        address.ShouldNotBe(address.WithPort(81));
        address.ShouldNotBe(address.WithHost("other"));
        address.ShouldNotBe(address.WithSystem("other"));
        address.ShouldNotBe(address.WithProtocol("akka"));
    }

    [Fact]
    public void Addresses_are_ordered_by_host_then_port()
    {
        var a1 = new Address("akka.tcp", "sys", "a", 1);
        var a2 = new Address("akka.tcp", "sys", "a", 2);
        var b1 = new Address("akka.tcp", "sys", "b", 1);
        new[] { b1, a2, a1 }.Order(Address.Comparer).ShouldBe([a1, a2, b1]);
    }
}
