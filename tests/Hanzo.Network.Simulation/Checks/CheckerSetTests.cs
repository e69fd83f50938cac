using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class CheckerSetTests
{
    [Fact]
    public void A_queue_longer_than_its_bound_is_found() =>
        Judge(new QueuesStayBounded(), 10, [new QueueMeasured(S(3), 2, "mailbox", 16, 16), new QueueMeasured(S(4), 2, "mailbox", 17, 16)])
            .ShouldBeBroken(4, "queue mailbox of node 2 held 17; its bound is 16");

    [Fact]
    public void A_queue_as_long_as_its_bound_holds() =>
        Judge(new QueuesStayBounded(), 10, [new QueueMeasured(S(3), 2, "mailbox", 16, 16)]).ShouldHold(judged: 1);

    [Fact]
    public void A_set_tells_all_and_asks_each()
    {
        var set = new CheckerSet();
        set.See(new QueueMeasured(S(3), 2, "mailbox", 17, 16));

        var verdicts = set.Conclude(S(10));

        verdicts.Length.ShouldBe(17);
        verdicts.Select(verdict => verdict.Checker).ShouldBeUnique();
        verdicts.Single(verdict => !verdict.Holds).Text.ShouldStartWith("queues stay bounded: BROKEN at 3 s: queue mailbox");
        verdicts.Count(verdict => verdict.IsUntested).ShouldBe(16);
    }

    [Fact]
    public void Each_set_is_fresh() => Checkers.All()[0].ShouldNotBeSameAs(Checkers.All()[0]);

    [Theory]
    [InlineData("math.17.01ABC.12", 12)]
    public void The_parts_of_ids_are_found(string run, long number)
    {
        Names.NumberOfRun(run).ShouldBe(number);
        Names.SessionOfRun(run).ShouldBe("math.17.01ABC");
        Names.SlotOfRun(run).ShouldBe("math.17");
        Names.SessionOfEffect(run + ".3").ShouldBe("math.17.01ABC");
        Names.SlotOfEffect(run + ".3").ShouldBe("math.17");
    }

    [Theory]
    [InlineData("math")]
    [InlineData("math.17")]
    [InlineData("")]
    public void An_id_with_too_few_parts_is_an_error_that_names_it(string run) =>
        Should.Throw<ArgumentException>(() => Names.SlotOfRun(run)).Message.ShouldContain($"'{run}'");
}
