using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Faults;

public sealed class FaultTextTests
{
    private static readonly Arbitrary<FaultPlan> Plans = Gen.ListOf(Faults()).Select(FaultPlan.Of).ToArbitrary();

    [Fact]
    public void What_was_written_is_read_back_exactly() =>
        Prop.ForAll(Plans, plan => FaultPlan.Parse(plan.ToString()) == plan)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(30));

    [Fact]
    public void Drawn_plans_are_read_back_exactly()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            var plan = FaultPlan.Draw(seed, SimulatedEnvironments.Draw(seed), 5, TimeSpan.FromMinutes(10));
            FaultPlan.Parse(plan.ToString()).ShouldBe(plan);
        }
    }

    [Theory]
    [InlineData("12.345s crash n2 for 8s")]
    [InlineData("60s partition n0,n3 for 20s")]
    [InlineData("60s partition n3,n0 for 20s")]
    [InlineData("5s clock-jump n1 by -3600 for 30s")]
    [InlineData("0s break-streams n0 to n4")]
    [InlineData("7s drain n2 by 20 for 60s")]
    [InlineData("9s migrate n1 to n3 by 4")]
    [InlineData("0.0000001s datagram-loss by 0.3 for 86400s")]
    public void The_text_is_one_that_people_would_write(string text) => FaultPlan.Parse(text).ToString().ShouldBe(text);

    [Fact]
    public void The_words_say_what_happens()
    {
        FaultPlan.Parse("1s one-way n3 to n1 for 2s").Faults.ShouldBe(
            [new Fault(FaultKind.OneWay, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 3, 1)]);
        FaultPlan.Parse("1s partition n2,n0 for 2s").Faults.ShouldBe(
            [new Fault(FaultKind.Partition, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 2, -1, 0b101)]);
    }

    [Fact]
    public void Lines_comments_and_any_order_are_read()
    {
        const string text = """
            # Found on the way
            9s crash n1 for 2s;  3s leave n0 for 1s ;

              4s half-open n1   to n2
            """;
        FaultPlan.Parse(text).ToString().ShouldBe("3s leave n0 for 1s; 4s half-open n1 to n2; 9s crash n1 for 2s");
        FaultPlan.Parse("").ShouldBe(FaultPlan.None);
    }

    [Theory]
    [InlineData("1s crash n1 for 2s; 6s partitoin n0 for 2s", "Fault 2, \"6s partitoin n0 for 2s\": \"partitoin\" is no", "partition,")]
    [InlineData("soon crash n1 for 2s", "\"soon\" is not the time of its start", "0s to 86400s")]
    [InlineData("-1s crash n1 for 2s", "\"-1s\" is not the time of its start", "0s to 86400s")]
    [InlineData("1e3s crash n1 for 2s", "\"1e3s\" is not the time of its start", "0s to 86400s")]
    [InlineData("0.00000001s crash n1 for 2s", "is not the time of its start", "seven decimals")]
    [InlineData("99999999999999999999s crash n1 for 2s", "is not the time of its start", "0s to 86400s")]
    [InlineData("1s", "ends before a kind of fault", "")]
    [InlineData("1s crash", "ends before a node", "n2")]
    [InlineData("1s crash node2 for 2s", "\"node2\" is no node", "n0 to n19")]
    [InlineData("1s crash n20 for 2s", "\"n20\" is no node", "n0 to n19")]
    [InlineData("1s crash n2", "ends before \"for\"", "8s")]
    [InlineData("1s crash n2 for 0s", "must last more than 0s", "86400s")]
    [InlineData("1s crash n2 for 2s twice", "\"twice\" is too much", "crash")]
    [InlineData("1s crash n2 by 3 for 2s", "\"by\" where \"for\"", "how long")]
    [InlineData("1s one-way n1 n2 for 2s", "\"n2\" where \"to\"", "second node")]
    [InlineData("1s one-way n1 to n1 for 2s", "two nodes must differ", "")]
    [InlineData("1s partition n1,n1 for 2s", "named twice", "")]
    [InlineData("1s datagram-loss by 1.5 for 2s", "\"1.5\" is no amount of it", "0 to 1 (share)")]
    [InlineData("1s datagram-loss by NaN for 2s", "\"NaN\" is no amount of it", "0 to 1 (share)")]
    [InlineData("1s half-open n1 to n2 for 2s", "\"for\" is too much", "half-open")]
    public void Bad_text_gets_an_error_that_names_the_piece_and_what_is_allowed(string text, string problem, string allowed)
    {
        var error = Should.Throw<FormatException>(() => FaultPlan.Parse(text));
        error.Message.ShouldContain(problem);
        error.Message.ShouldContain(allowed);
    }

    [Fact]
    public void Too_many_faults_are_refused() =>
        Should.Throw<FormatException>(() => FaultPlan.Parse(Repeated("1s crash n1 for 2s;", FaultPlan.MaxFaults + 1)))
            .Message.ShouldContain("allowed: 1000");

    [Theory]
    [InlineData("1s crash n4 for 2s", "its node must be n0 to n3")]
    [InlineData("1s one-way n0 to n4 for 2s", "its second node must be n0 to n3")]
    [InlineData("1s partition n0,n4 for 2s", "some, not all, of n0 to n3")]
    [InlineData("1s partition n0,n1,n2,n3 for 2s", "some, not all, of n0 to n3")]
    public void A_plan_that_names_nodes_beyond_the_network_is_refused(string text, string problem)
    {
        var error = Should.Throw<ArgumentException>(() => FaultPlan.Parse(text).RequireValid(4));
        error.Message.ShouldContain(text);
        error.Message.ShouldContain(problem);
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static Gen<Fault> Faults() =>
        from kind in Gen.Elements(Enum.GetValues<FaultKind>())
        from at in Times(0)
        from lasts in Times(1)
        from node in Gen.Choose(0, SimulationOptions.MaxNodes - 1)
        from step in Gen.Choose(1, SimulationOptions.MaxNodes - 1)
        from fraction in Gen.Choose(0, int.MaxValue)
        select Fault(FaultTable.Of(kind), at, lasts, node, (node + step) % SimulationOptions.MaxNodes, fraction / (double)int.MaxValue);

    private static Gen<TimeSpan> Times(int least) =>
        from day in Gen.Choose(least, 86_399)
        from ticks in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 999).Select(ms => ms * 10_000), Gen.Choose(0, 9_999_999))
        select TimeSpan.FromSeconds(day) + TimeSpan.FromTicks(ticks);

    private static Fault Fault(FaultShape shape, TimeSpan at, TimeSpan lasts, int node, int other, double fraction)
    {
        var (least, most) = (shape.Amount.Least, shape.Amount.Most);
        var side = (1UL << node) | ((ulong)(fraction * most) & ~(1UL << other));
        return new Fault(
            shape.Kind,
            at,
            shape.IsOnce ? TimeSpan.Zero : lasts,
            shape.Target == FaultTarget.Everything ? -1 : node,
            shape.Target == FaultTarget.Pair ? other : -1,
            shape.Target == FaultTarget.Side ? side : least + ((most - least) * fraction));
    }
}
