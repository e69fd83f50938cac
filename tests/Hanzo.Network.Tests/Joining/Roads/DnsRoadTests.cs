using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Tests.Joining.Roads;

public sealed class DnsRoadTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Records _records = new();
    private readonly FollowedRoad _followed;

    public DnsRoadTests() => _followed = new FollowedRoad(new DnsRoad(NodeAddress.Parse("hanzo.home:5700"), _records, _time), _time);

    [Fact]
    public async Task Services_count_before_addresses()
    {
        _records.Addresses = ["10.0.0.2"];
        _records.Services = ["pi.home:5681", "box.home:5682"];
        (await TextAsync()).ShouldBe("box.home:5682,pi.home:5681");
        _records.Asked.ShouldBe(["_hanzo._tcp.hanzo.home"]);
    }

    [Fact]
    public async Task Addresses_get_the_port_that_was_given()
    {
        _records.Addresses = ["10.0.0.3", "10.0.0.2", "fd00::2", "10.0.0.3"];
        (await TextAsync()).ShouldBe("10.0.0.2:5700,10.0.0.3:5700");
    }

    [Fact]
    public async Task A_node_that_is_dialled_by_IPv6_looks_for_such_nodes()
    {
        _records.Addresses = ["10.0.0.3", "fd00::2"];
        var six = Nodes.Node("one", "[fd00::1]:5681");
        await using var followed = new FollowedRoad(new DnsRoad(NodeAddress.Parse("hanzo.home:5700"), _records, _time), _time, six);
        string.Join(',', (await followed.NextAsync()).Addresses!.Value).ShouldBe("[fd00::2]:5700");
    }

    [Fact]
    public async Task A_name_is_looked_up_again_and_changes_are_told()
    {
        _records.Addresses = ["10.0.0.2"];
        await TextAsync();
        _records.Addresses = ["10.0.0.4"];
        var before = _time.GetUtcNow();
        (await TextAsync()).ShouldBe("10.0.0.4:5700");
        (_time.GetUtcNow() - before).ShouldBeInRange(DnsRoad.Refresh, DnsRoad.Refresh + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_name_without_nodes_is_told()
    {
        var news = await _followed.NextAsync();
        news.Addresses!.Value.ShouldBeEmpty();
        news.Error.ShouldBe("hanzo.home has neither addresses nor _hanzo._tcp.hanzo.home (SRV)");
    }

    [Fact]
    public async Task Servers_that_are_away_take_nothing_back()
    {
        _records.Addresses = ["10.0.0.2"];
        await TextAsync();
        _records.Fault = "the query timed out";
        var news = await _followed.NextAsync();
        (news.Addresses, news.Error).ShouldBe((null, "hanzo.home cannot be looked up: the query timed out"));
        _records.Fault = null;
        (await TextAsync()).ShouldBe("10.0.0.2:5700");
    }

    [Fact]
    public async Task A_name_that_the_resolver_knows_needs_no_server()
    {
        (_records.Addresses, _records.FaultOfServers) = (["10.0.0.2"], "no server answers");
        (await TextAsync()).ShouldBe("10.0.0.2:5700");
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_told_with_the_servers_fault()
    {
        _records.FaultOfServers = "no server answers";
        (await _followed.NextAsync()).Error.ShouldBe("hanzo.home cannot be looked up: no server answers");
    }

    [Fact]
    public async Task Services_that_were_found_are_not_given_up_for_addresses_while_servers_are_away()
    {
        (_records.Services, _records.Addresses) = (["pi.home:5681"], ["10.0.0.2"]);
        await TextAsync();
        _records.FaultOfServers = "no server answers";
        (await _followed.NextAsync()).Addresses.ShouldBeNull();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    private async Task<string> TextAsync() => string.Join(',', (await _followed.NextAsync()).Addresses!.Value);

    private sealed class Records : INameLookup
    {
        public string[] Addresses { get; set; } = [];
        public string[] Services { get; set; } = [];
        public string? Fault { get; set; }

        /// <summary>As <see cref="Fault"/>, while the system's resolver still answers.</summary>
        public string? FaultOfServers { get; set; }

        public List<string> Asked { get; } = [];

        public Task<ImmutableArray<IPAddress>> AddressesAsync(string name, CancellationToken cancellation)
        {
            Asked.Add(name);
            if (Fault is not null) throw new IOException(Fault);
            return Task.FromResult<ImmutableArray<IPAddress>>([.. Addresses.Select(IPAddress.Parse)]);
        }

        public Task<ImmutableArray<NodeAddress>> ServicesAsync(string name, CancellationToken cancellation)
        {
            Asked.Add(name);
            if ((Fault ?? FaultOfServers) is { } fault) throw new IOException(fault);
            return Task.FromResult<ImmutableArray<NodeAddress>>([.. Services.Select(NodeAddress.Parse)]);
        }
    }
}
