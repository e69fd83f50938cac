using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class DispatchedTests
{
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(1);
    private static readonly NodeLoad Load = new(0, 0, 0, 0);

    [Fact]
    public void What_was_sent_counts_until_the_node_tells_another_load()
    {
        var sent = Sent(3);

        sent.To("one", Load, Now).ShouldBe(3);
        sent.To("two", Load, Now).ShouldBe(0);
        sent.To("one", Load with { ActiveRuns = 3 }, Now + TimeSpan.FromSeconds(1)).ShouldBe(0);
    }

    [Fact]
    public void A_load_told_at_the_same_moment_does_not_count_what_is_still_under_way()
    {
        var sent = Sent(3).With(To("one"), Load, Now + TimeSpan.FromSeconds(1));

        sent.To("one", Load with { ActiveRuns = 3 }, Now + TimeSpan.FromSeconds(1.1)).ShouldBe(1);
    }

    [Fact]
    public void After_a_while_it_is_forgotten_whatever_the_node_tells()
    {
        var sent = Sent(3);

        sent.To("one", Load, Now + Dispatched.ForgottenAfter).ShouldBe(3);
        sent.To("one", Load, Now + Dispatched.ForgottenAfter + TimeSpan.FromTicks(1)).ShouldBe(0);
        sent.Until(Now + Dispatched.ForgottenAfter).ShouldBeSameAs(sent);
        sent.Until(Now + TimeSpan.FromMinutes(1)).ShouldNotBeSameAs(sent);
    }

    [Fact]
    public void No_more_than_the_bound_is_counted() =>
        Sent(Dispatched.MaxPerNode + 5).To("one", Load, Now).ShouldBe(Dispatched.MaxPerNode);

    [Fact]
    public void A_dedicated_slot_is_nobody_elses_until_it_has_an_owner()
    {
        var slot = new SlotId(MathAgent.Name, SlotId.FirstDedicated + 7);
        var sent = Dispatched.None.With(new Dispatch(slot, "one", ""), Load, Now);

        sent.OwnersWith(new Dictionary<SlotId, string>())[slot].ShouldBe("one");
        sent.Until(Now + TimeSpan.FromSeconds(6)).OwnersWith(new Dictionary<SlotId, string>()).ShouldBeEmpty();
    }

    [Fact]
    public void A_burst_spreads_over_nodes_by_their_speed()
    {
        var fast = MathAgent with { Workload = Workload.Heavy };
        var (one, two, three) = (Node("one", fast).WithTflops(8), Node("two", fast).WithTflops(4), Node("three", fast).WithTflops(2));
        var placer = new SessionPlacer(new Board<DirectorySnapshot>(Of(one, two, three).Snapshot), new NoIds(), TimeProvider.System);

        var nodes = Enumerable.Range(0, 300).Select(_ => placer.Place(fast.Name, PlacementStrategy.LeastLoaded, dedicated: false).Node)
            .CountBy(node => node).ToDictionary();

        nodes["one"].ShouldBeInRange(165, 178);
        nodes["two"].ShouldBeInRange(80, 92);
        nodes["three"].ShouldBeInRange(38, 48);
    }

    [Fact]
    public void Dedicated_sessions_get_slots_of_their_own_that_belong_to_the_chosen_node()
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent)).Snapshot;
        var placer = new SessionPlacer(new Board<DirectorySnapshot>(snapshot), new SystemIds(TimeProvider.System), TimeProvider.System);

        var dispatches = Enumerable.Range(0, 300).Select(_ => placer.Place(MathAgent.Name, PlacementStrategy.RoundRobin, dedicated: true))
            .ToArray();

        dispatches.Select(dispatch => dispatch.Slot).ShouldBeUnique();
        foreach (var dispatch in dispatches)
        {
            dispatch.Slot.IsDedicated.ShouldBeTrue();
            new SlotHomes(snapshot.Input).Of(MathAgent, dispatch.Slot).ShouldBe(dispatch.Node);
        }
    }

    [Fact]
    public void Dedicated_slots_of_all_agents_together_are_bounded()
    {
        var poet = new Agent { Name = AgentName.Parse("poet") };
        var taken = new[] { "math", "text" }.SelectMany(agent => Enumerable.Range(SlotId.FirstDedicated, SlotId.DedicatedCount)
            .Select(index => $"{agent}.{index}")).ToArray();
        taken.Length.ShouldBe(SlotId.MaxDedicatedPerNetwork);

        Place(taken[1..]).Slot.IsDedicated.ShouldBeTrue();
        var refused = Should.Throw<AgentNetworkException>(() => Place(taken));

        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldStartWith(
            "there is no slot for a dedicated session: 2000 slots of all agents are taken by one session each, the most; ");

        Dispatch Place(string[] slots) => Dispatcher.Decide(
            Of(Node("one", poet).Hosting(slots)).Snapshot, poet.Name, PlacementStrategy.Capability, turn: 0, dedicated: true);
    }

    private static Dispatched Sent(int runs) =>
        Enumerable.Range(0, runs).Aggregate(Dispatched.None, (sent, _) => sent.With(To("one"), Load, Now));

    private static Dispatch To(string node) => new(new SlotId(MathAgent.Name, 0), node, "");

    private sealed class NoIds : IIds
    {
        public string NewUlid() => throw new InvalidOperationException("Least-loaded placement draws nothing.");
    }
}
