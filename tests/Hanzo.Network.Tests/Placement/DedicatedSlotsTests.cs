using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Placement;
using Hanzo.Network.Placement;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

public sealed class DedicatedSlotsTests
{
    private static readonly Agent Math = Agent();
    private static readonly NodeView[] Home = [Node("laptop", 7.1), Node("server", 165.16), Node("pi", 0.05)];

    [Theory]
    [InlineData("laptop")]
    [InlineData("server")]
    [InlineData("pi")]
    public void Every_node_finds_a_slot_that_belongs_to_it(string node)
    {
        for (var turn = 0L; turn < 1_000; turn += 100)
        {
            var slot = new SlotHomes(Input(Home)).FindDedicated(Math, node, turn).ShouldNotBeNull();

            slot.Index.ShouldBeInRange(1000, 1999);
            HomeOf(Input(Home), Math, slot.Index).ShouldBe(node);
        }
    }

    [Fact]
    public void In_a_large_network_what_is_found_belongs_to_the_node()
    {
        var input = LargeNetworks.Of(300);
        var (homes, found) = (new SlotHomes(input), 0);

        foreach (var node in input.Nodes)
        {
            if (homes.FindDedicated(input.Agents[0], node.Id, turn: 500) is not { } slot) continue;
            homes.Of(input.Agents[0], slot).ShouldBe(node.Id);
            found++;
        }

        found.ShouldBeGreaterThan(200);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Any_turn_will_do(long turn) => new SlotHomes(Input(Home)).FindDedicated(Math, "server", turn).ShouldNotBeNull();

    [Fact]
    public void A_faster_node_has_more_slots()
    {
        var homes = Enumerable.Range(SlotId.FirstDedicated, SlotId.DedicatedCount)
            .CountBy(slot => HomeOf(Input(Home), Math, slot)!).ToDictionary();

        homes["server"].ShouldBeGreaterThan(homes["laptop"]);
        homes["laptop"].ShouldBeGreaterThan(homes["pi"]);
        homes["pi"].ShouldBeInRange(50, 150);
    }

    [Fact]
    public void A_slot_in_use_is_not_given_away_and_they_can_run_out()
    {
        var owners = new Dictionary<SlotId, string>();
        while (new SlotHomes(Input(Home) with { Owners = owners }).FindDedicated(Math, "pi", 0) is { } slot) owners.Add(slot, "pi");

        owners.Count.ShouldBeInRange(50, 150);
        new SlotHomes(Input(Home) with { Owners = owners }).FindDedicated(Math, "server", 0).ShouldNotBeNull();
    }

    [Fact]
    public void A_slot_stays_where_it_is_or_goes_where_it_was_asked_for()
    {
        var slot = new SlotHomes(Input(Home)).FindDedicated(Math, "server", 0)!.Value;
        var moved = Input(Home) with { Owners = new Dictionary<SlotId, string> { [slot] = "pi" } };

        HomeOf(moved, Math, slot.Index).ShouldBe("pi");
        HomeOf(moved with { Wishes = new Dictionary<SlotId, string> { [slot] = "laptop" } }, Math, slot.Index)
            .ShouldBe("laptop");
        HomeOf(moved with { Wishes = new Dictionary<SlotId, string> { [slot] = "nowhere" } }, Math, slot.Index)
            .ShouldBe("pi");
    }

    [Fact]
    public void A_node_that_goes_takes_only_its_own_slots_along()
    {
        for (var slot = SlotId.FirstDedicated; slot < SlotId.FirstDedicated + SlotId.DedicatedCount; slot++)
        {
            var home = HomeOf(Input(Home), Math, slot)!;
            foreach (var lost in Home.Where(node => node.Id != home))
                HomeOf(Input([.. Home.Where(node => node != lost)]), Math, slot).ShouldBe(home);
        }
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(16)]
    [InlineData(-1)]
    public void There_are_no_other_slots(int slot) => HomeOf(Input(Home), Math, slot).ShouldBeNull();

    [Fact]
    public void A_node_that_may_not_run_the_agent_has_none()
    {
        var nodes = Input(Node("laptop", agents: "text"), Node("server"));

        new SlotHomes(nodes).FindDedicated(Math, "laptop", 0).ShouldBeNull();
        new SlotHomes(nodes).FindDedicated(Math, "stranger", 0).ShouldBeNull();
        HomeOf(Input(Node("laptop", agents: "text")), Math, 1000).ShouldBeNull();
    }
}
