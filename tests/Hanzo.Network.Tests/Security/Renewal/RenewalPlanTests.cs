using Hanzo.Network.Security.Renewal;

namespace Hanzo.Network.Tests.Security.Renewal;

public sealed class RenewalPlanTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RenewalPlan _plan = new(From, From + TimeSpan.FromDays(90));

    [Fact]
    public void The_first_try_comes_when_two_thirds_are_over() => _plan.NextTry.ShouldBe(From + TimeSpan.FromDays(60));

    [Fact]
    public void Pauses_between_tries_double_to_their_longest()
    {
        var (plan, now) = (_plan, _plan.NextTry);
        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            plan = plan.Failed(now);
            pauses.Add((plan.NextTry - now).TotalMinutes);
            now = plan.NextTry;
        }

        pauses.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    }

    [Fact]
    public void People_are_told_in_the_last_week_only()
    {
        _plan.Notice(From + TimeSpan.FromDays(83), "no answer").ShouldBeNull();
        _plan.Notice(From + TimeSpan.FromDays(83.1), "no answer.").ShouldNotBeNull().ShouldContain("expires at 2026-04-01 00:00Z");
        _plan.Notice(From + TimeSpan.FromDays(83.1), "no answer.").ShouldNotBeNull().ShouldEndWith("no answer.");
        _plan.Notice(From + TimeSpan.FromDays(90), null).ShouldNotBeNull().ShouldContain(
            "expired at 2026-04-01 00:00Z: other nodes refuse this one. On the machine that created the network run 'hanzo invite'");
    }
}
