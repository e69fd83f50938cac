using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Faults;

public sealed class FaultPlanDrawTests
{
    private const int Nodes = 5;
    private const int Seeds = 1_000;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    public static TheoryData<SimulatedEnvironment> Environments => new(Enum.GetValues<SimulatedEnvironment>());

    [Fact]
    public void The_table_has_every_kind_in_order_and_every_kind_somewhere()
    {
        FaultTable.Rows.Select(row => row.Kind).ShouldBe(Enum.GetValues<FaultKind>());
        FaultTable.Rows.ShouldAllBe(row => Enum.GetValues<SimulatedEnvironment>().Any(place => row.Weights.In(place) > 0));
        FaultTable.Rows.Select(row => row.Name).ShouldBeUnique();
    }

    [Fact]
    public void A_seed_always_gives_the_same_plan()
    {
        // As it was when this was written: whoever changes the drawing changes what every known seed means, and should notice.
        var plan = FaultPlan.Draw(7, SimulatedEnvironment.Home, Nodes, TimeSpan.FromMinutes(2));
        plan.ShouldBe(FaultPlan.Draw(7, SimulatedEnvironment.Home, Nodes, TimeSpan.FromMinutes(2)));
        plan.ToString().ShouldBe(
            "3.832s datagram-loss by 0.094 for 6.73s; 3.841s partition n1,n0 for 2.402s; "
            + "23.876s drain n4 by 13 for 31.462s; 40.597s clock-jump n2 by 1.14 for 49.403s; "
            + "49.586s datagram-loss by 0.32 for 40.414s; 78.964s slow-link n1 by 337 for 11.036s");
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_plan_is_valid_and_over_in_time(SimulatedEnvironment environment)
    {
        foreach (var plan in Plans(environment))
        {
            plan.RequireValid(Nodes).End.ShouldBeLessThanOrEqualTo(Length - FaultDrawer.Settle);
            plan.Faults.ShouldBeInOrder(SortDirection.Ascending, Comparer<Fault>.Create((one, other) => one.At.CompareTo(other.At)));
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_kind_of_an_environment_comes_often_enough_and_no_other(SimulatedEnvironment environment)
    {
        var seeds = Plans(environment).SelectMany(plan => plan.Faults.Select(fault => fault.Kind).Distinct())
            .CountBy(kind => kind).ToDictionary();
        foreach (var row in FaultTable.Rows.Where(row => row.Weights.In(environment) > 0))
            seeds.GetValueOrDefault(row.Kind).ShouldBeGreaterThanOrEqualTo(Seeds / 20, row.Name);
        foreach (var row in FaultTable.Rows.Where(row => row.Weights.In(environment) == 0 && !ComesWithABlackout(row.Kind)))
            seeds.ShouldNotContainKey(row.Kind);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Some_plans_are_calm_and_most_have_five_to_twenty_five_faults(SimulatedEnvironment environment)
    {
        var counts = Plans(environment).Select(plan => plan.Faults.Length).ToList();
        counts.Count(count => count <= 2).ShouldBeInRange(Seeds / 50, Seeds / 6);
        counts.Count(count => count is >= 5 and <= 25).ShouldBeGreaterThan(Seeds * 6 / 10);
        counts.Count(count => count > 25).ShouldBeInRange(Seeds / 50, Seeds / 5);
        counts.ShouldAllBe(count => count <= 60);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Faults_often_meet_and_calm_stretches_lie_between(SimulatedEnvironment environment)
    {
        var busy = Plans(environment).Where(plan => plan.Faults.Length >= 8).ToList();
        busy.Count(plan => plan.Faults.Zip(plan.Faults.Skip(1)).Any(pair => pair.Second.At < pair.First.At + pair.First.Lasts))
            .ShouldBeGreaterThan(busy.Count * 9 / 10);
        busy.Count(plan => plan.Faults.Zip(plan.Faults.Skip(1)).Any(pair => pair.Second.At - pair.First.At > TimeSpan.FromSeconds(30)))
            .ShouldBeGreaterThan(busy.Count * 8 / 10);
    }

    [Fact]
    public void The_meetings_that_matter_come_up()
    {
        var plans = Plans(SimulatedEnvironment.Rack).ToList();
        plans.Count(plan => Meet(plan, FaultKind.Partition, FaultKind.Crash)).ShouldBeGreaterThan(Seeds / 20);
        plans.Count(plan => Meet(plan, FaultKind.Leave, FaultKind.Pause)).ShouldBeGreaterThan(Seeds / 50);
        plans.Count(plan => Meet(plan, FaultKind.Crash, FaultKind.Crash)).ShouldBeGreaterThan(Seeds / 20);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    [InlineData(20, 10)]
    public void But_for_a_blackout_no_more_than_half_the_nodes_are_away_at_once(int nodes, int most)
    {
        // Wide has no blackout.
        foreach (var plan in Plans(SimulatedEnvironment.Wide, nodes))
        {
            var away = plan.Faults.Where(fault => FaultTable.Of(fault.Kind).TakesNode).ToList();
            foreach (var fault in away)
                away.Where(other => other.At <= fault.At && fault.At < other.At + other.Lasts).Select(other => other.Node).Distinct()
                    .Count().ShouldBeLessThanOrEqualTo(most);
        }
    }

    [Theory]
    [InlineData(SimulatedEnvironment.OneMachine, FaultKind.Sleep)]
    [InlineData(SimulatedEnvironment.OneMachine, FaultKind.PowerLoss)]
    [InlineData(SimulatedEnvironment.Rack, FaultKind.PowerLoss)]
    public void Sometimes_all_nodes_go_dark_or_to_sleep_at_once(SimulatedEnvironment environment, FaultKind kind) =>
        Plans(environment).Count(plan => plan.Faults.Where(fault => fault.Kind == kind).CountBy(fault => fault.At)
            .Any(at => at.Value == Nodes)).ShouldBeGreaterThan(Seeds / 50);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(SimulationOptions.MaxNodes)]
    public void Any_number_of_nodes_has_its_plans(int nodes)
    {
        foreach (var environment in Enum.GetValues<SimulatedEnvironment>())
            foreach (var plan in Plans(environment, nodes).Take(100)) plan.RequireValid(nodes);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(86_400)]
    public void Any_length_has_its_plans(int seconds)
    {
        var length = TimeSpan.FromSeconds(seconds);
        var plans = Enumerable.Range(0, 50).Select(seed => FaultPlan.Draw((ulong)seed, SimulatedEnvironment.Home, Nodes, length)).ToList();
        plans.ShouldAllBe(plan => plan.End <= length * 0.75 || plan.End <= length - FaultDrawer.Settle);
        plans.ShouldAllBe(plan => plan.Faults.Length <= FaultPlan.MaxFaults);
        plans.ShouldContain(plan => plan.Faults.Length > 0);
    }

    [Fact]
    public void Impossible_networks_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => FaultPlan.Draw(1, SimulatedEnvironment.Home, 0, Length));
        Should.Throw<ArgumentOutOfRangeException>(() => FaultPlan.Draw(1, SimulatedEnvironment.Home, 21, Length));
        Should.Throw<ArgumentOutOfRangeException>(() => FaultPlan.Draw(1, SimulatedEnvironment.Home, 5, TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void Every_environment_is_drawn()
    {
        var drawn = Enumerable.Range(0, Seeds).Select(seed => SimulatedEnvironments.Draw((ulong)seed)).CountBy(place => place).ToList();
        drawn.Count.ShouldBe(Enum.GetValues<SimulatedEnvironment>().Length);
        drawn.ShouldAllBe(place => place.Value > Seeds / 8);
    }

    private static bool ComesWithABlackout(FaultKind kind) =>
        kind is FaultKind.PowerLoss or FaultKind.Sleep or FaultKind.JournalPowerLoss;

    private static bool Meet(FaultPlan plan, FaultKind first, FaultKind second) =>
        plan.Faults.Any(one => one.Kind == first && plan.Faults.Any(other =>
            other.Kind == second && !ReferenceEquals(one, other) && other.At >= one.At && other.At <= one.At + one.Lasts));

    private static IEnumerable<FaultPlan> Plans(SimulatedEnvironment environment, int nodes = Nodes) =>
        Enumerable.Range(0, Seeds).Select(seed => FaultPlan.Draw((ulong)seed, environment, nodes, Length));
}
