using System.Net;
using Hanzo.Network.Adapters.Roads;

namespace Hanzo.Network.Adapters.Tests.Roads;

public sealed class DnsLookupTests : IAsyncDisposable
{
    private readonly DnsServer _server = new();

    private DnsLookup Lookup => new(_server.EndPoint);

    [Fact]
    public async Task Services_are_found_by_their_SRV_records()
    {
        _server.AddService("_hanzo._tcp.home.test", "box.home.test", 5681);
        _server.AddService("_hanzo._tcp.home.test", "pi.home.test", 5700);
        (await Lookup.ServicesAsync("_hanzo._tcp.home.test", default)).Select(node => node.ToString()).Order()
            .ShouldBe(["box.home.test:5681", "pi.home.test:5700"]);
    }

    [Fact]
    public async Task Addresses_are_found_of_both_families()
    {
        _server.AddAddress("home.test", "10.0.0.2");
        _server.AddAddress("home.test", "10.0.0.3");
        _server.AddAddress("home.test", "fd00::2");
        (await Lookup.AddressesAsync("home.test", default)).Select(address => address.ToString()).Order(StringComparer.Ordinal)
            .ShouldBe(["10.0.0.2", "10.0.0.3", "fd00::2"]);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_has_nothing()
    {
        (await Lookup.AddressesAsync("nobody.test", default)).ShouldBeEmpty();
        (await Lookup.ServicesAsync("_hanzo._tcp.nobody.test", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_is_seen_at_once()
    {
        var lookup = Lookup;
        _server.AddAddress("home.test", "10.0.0.2");
        (await lookup.AddressesAsync("home.test", default)).Length.ShouldBe(1);
        _server.AddAddress("home.test", "10.0.0.3");
        (await lookup.AddressesAsync("home.test", default)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_fails_is_told()
    {
        _server.FaultCode = 2;
        await Should.ThrowAsync<IOException>(() => Lookup.ServicesAsync("_hanzo._tcp.home.test", default));
    }

    [Fact]
    public async Task A_server_that_is_away_is_told()
    {
        var gone = new DnsServer();
        await gone.DisposeAsync();
        await Should.ThrowAsync<IOException>(() => new DnsLookup(gone.EndPoint).ServicesAsync("_hanzo._tcp.home.test", default));
    }

    [Fact]
    public async Task The_systems_resolver_is_asked_for_addresses() =>
        (await new DnsLookup().AddressesAsync("localhost", default)).ShouldContain(IPAddress.Loopback);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
