using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

public sealed class SlotMovesTests
{
    private static readonly Agent Math16 = Agent();
    private static readonly string[] AllOnOne = [.. Enumerable.Repeat("one", 16)];

    private readonly Dictionary<string, SlotHolder> _holders = new(StringComparer.Ordinal)
    {
        ["one"] = new SlotHolder { Journal = "shared" },
        ["two"] = new SlotHolder { Journal = "shared" },
    };

    private PlacementInput _input = Input(Node("one", 10), Node("two", 10)) with { Agents = [Math16], Owners = On(Math16, AllOnOne) };

    [Fact]
    public void A_few_slots_at_a_time_go_to_a_node_that_has_none()
    {
        Choose().Select(move => (move.From, move.To)).ShouldBe(Enumerable.Repeat(("one", "two"), SlotMoves.MaxAtOnce));
        Choose(underWay: 3).Length.ShouldBe(1);
        Choose(underWay: 4).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_chosen_again_and_again_comes_to_an_end()
    {
        var rounds = 0;
        for (var moves = Choose(); moves.Length > 0; moves = Choose(), rounds++) CarryOut(moves);

        rounds.ShouldBe(2);
        _input.Owners.Values.Count(owner => owner == "two").ShouldBe(8);
    }

    [Fact]
    public void A_slot_at_work_stays_while_it_may()
    {
        _holders["one"] = _holders["one"] with { Busy = _input.Owners.Keys.Where(slot => slot.Index != 5).ToHashSet() };

        Choose().Where(move => move.Slot.Index != 5).ShouldBeEmpty();
    }

    [Fact]
    public void A_slot_whose_history_only_its_node_has_stays()
    {
        _holders["two"] = new SlotHolder { Journal = "another" };
        Choose().ShouldBeEmpty();

        _input = _input with { Wishes = new Dictionary<SlotId, string> { [new SlotId(MathName, 3)] = "two" } };
        Choose().ShouldBeEmpty();

        _input = _input with { Nodes = [_input.Nodes[1]] };
        Choose().ShouldBeEmpty();
    }

    [Fact]
    public void A_slot_leaves_a_node_that_may_not_run_its_agent_at_work_and_with_its_history_lost()
    {
        _holders["two"] = new SlotHolder { Journal = "another" };
        _holders["one"] = _holders["one"] with { Busy = _input.Owners.Keys.ToHashSet() };
        _input = _input with { Nodes = [Node("one", 10, agents: "text"), _input.Nodes[1]] };

        Choose().Select(move => move.Why).ShouldBe(Enumerable.Repeat("'one' does not offer 'math'", SlotMoves.MaxAtOnce));
    }

    [Fact]
    public void A_node_that_takes_no_sessions_gives_its_slots_away()
    {
        _input = _input with { Nodes = [_input.Nodes[1]] };

        Choose().Select(move => move.Why).ShouldBe(Enumerable.Repeat("'one' takes no sessions", SlotMoves.MaxAtOnce));
    }

    [Fact]
    public void Of_a_node_that_drains_slots_at_work_go_only_when_it_hurries()
    {
        _input = _input with { Nodes = [_input.Nodes[1]] };
        _holders["one"] = _holders["one"] with { Busy = _input.Owners.Keys.Where(slot => slot.Index != 5).ToHashSet() };
        Choose().ShouldHaveSingleItem().Slot.Index.ShouldBe(5);

        _holders["one"] = _holders["one"] with { Hurries = true };
        Choose().Length.ShouldBe(SlotMoves.MaxAtOnce);
    }

    [Fact]
    public void While_a_node_is_silent_its_slots_stay_and_nothing_moves_for_balance()
    {
        _holders["two"] = _holders["two"] with { Silent = true };
        Choose().ShouldBeEmpty();

        _holders["one"] = _holders["one"] with { Silent = true };
        _input = _input with { Nodes = [_input.Nodes[1]] };
        Choose().ShouldBeEmpty();
    }

    [Fact]
    public void What_a_person_asked_for_moves_first_also_at_work_and_stays_there()
    {
        var asked = new SlotId(MathName, 15);
        _holders["one"] = _holders["one"] with { Busy = _input.Owners.Keys.ToHashSet() };
        _input = _input with { Wishes = new Dictionary<SlotId, string> { [asked] = "two" } };

        Choose().ShouldBe([new SlotMove(asked, "one", "two", "it was asked for on 'two'")]);

        CarryOut(Choose());
        Choose().ShouldNotContain(move => move.Slot == asked);
    }

    [Fact]
    public void A_wish_for_a_node_that_may_not_run_the_agent_does_not_count()
    {
        _input = _input with
        {
            Nodes = [_input.Nodes[0], Node("two", 10, agents: "text")],
            Wishes = new Dictionary<SlotId, string> { [new SlotId(MathName, 15)] = "two" },
        };

        Choose().ShouldBeEmpty();
    }

    [Fact]
    public void A_dedicated_slot_moves_when_its_node_may_not_have_it_and_not_for_balance()
    {
        var dedicated = new SlotId(MathName, SlotId.FirstDedicated + 7);
        _input = _input with { Owners = new Dictionary<SlotId, string> { [dedicated] = "one" } };
        Choose().ShouldBeEmpty();

        _input = _input with { Nodes = [_input.Nodes[1]] };
        Choose().ShouldHaveSingleItem().To.ShouldBe("two");
    }

    [Fact]
    public void Slots_of_an_agent_that_nobody_knows_stay() =>
        SlotMoves.Choose(_input with { Agents = [] }, _holders, 0).ShouldBeEmpty();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void In_a_balanced_network_nothing_moves_in_an_hour_while_throughput_and_load_jitter(int seed)
    {
        var random = new Random(seed);
        var network = Networks.Random(seed * 100);

        // What nodes need to have, they have; only how fast they are is told differently each time.
        var input = network with
        {
            Agents = [.. network.Agents.Select(agent => agent with { Requires = AgentRequirements.None })],
            Wishes = new Dictionary<SlotId, string>(),
        };
        input = input with { Owners = PlacementPlanner.Plan(input).AsOwners() };
        var holders = input.Nodes.ToDictionary(node => node.Id, _ => new SlotHolder { Journal = "shared" }, StringComparer.Ordinal);

        for (var report = 0; report < 3600; report++)
            SlotMoves.Choose(input with { Nodes = [.. input.Nodes.Select(node => Jitter.Of(node, random))] }, holders, 0).ShouldBeEmpty();
    }

    private ImmutableArray<SlotMove> Choose(int underWay = 0) => SlotMoves.Choose(_input, _holders, underWay);

    private void CarryOut(IEnumerable<SlotMove> moves)
    {
        var owners = new Dictionary<SlotId, string>(_input.Owners);
        foreach (var move in moves) owners[move.Slot] = move.To;
        _input = _input with { Owners = owners };
    }
}
