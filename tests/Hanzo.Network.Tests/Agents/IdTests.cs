using Hanzo.Network.Agents;

namespace Hanzo.Network.Tests.Agents;

public sealed class IdTests
{
    private const string Ulid1 = "01J9ZZZZZZZZZZZZZZZZZZZZZZ";

    [Theory]
    [InlineData("a")]
    [InlineData("math")]
    [InlineData("my-agent_2")]
    public void Agent_names_of_the_allowed_form(string text) => AgentName.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("Math")]
    [InlineData("1a")]
    [InlineData("a.b")]
    [InlineData("ä")]
    [InlineData("a b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Other_agent_names_are_refused_with_the_form(string text) =>
        Should.Throw<FormatException>(() => AgentName.Parse(text)).Message.ShouldContain(AgentName.AllowedForm);

    [Fact]
    public void A_run_id_says_where_it_belongs()
    {
        var run = RunId.Parse($"math.17.{Ulid1}.3");

        (run.Session.Agent.Value, run.Session.Slot.Index, run.Session.Ulid, run.Number).ShouldBe(("math", 17, Ulid1, 3L));
        run.ToString().ShouldBe($"math.17.{Ulid1}.3");
        run.Session.Slot.ToString().ShouldBe("math.17");
    }

    [Theory]
    [InlineData("math.17")]
    [InlineData("math.17.01J9ZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("math.17.01J9ZZZZZZZZZZZZZZZZZZZZZZ.0")]
    [InlineData("math.17.01J9ZZZZZZZZZZZZZZZZZZZZZZ.-1")]
    [InlineData("math.17.01J9ZZZZZZZZZZZZZZZZZZZZZZ.x")]
    [InlineData("math.2000.01J9ZZZZZZZZZZZZZZZZZZZZZZ.1")]
    [InlineData("math.17.91J9ZZZZZZZZZZZZZZZZZZZZZZ.1")]
    [InlineData("math.17.01J9ZZZZZZZZZZZZZZZZZZZZZI.1")]
    [InlineData("Math.17.01J9ZZZZZZZZZZZZZZZZZZZZZZ.1")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_run_id_is_not_taken_for_one(string? text) => RunId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Ulids_sort_by_time_and_do_not_repeat()
    {
        var time = new ManualTime();
        var ids = new SystemIds(time);
        var first = ids.NewUlid();
        var same = ids.NewUlid();
        time.Advance(TimeSpan.FromMilliseconds(1));
        var later = ids.NewUlid();

        first.ShouldNotBe(same);
        first[..10].ShouldBe(same[..10]);
        string.CompareOrdinal(later, first).ShouldBeGreaterThan(0);
        new[] { first, same, later }.ShouldAllBe(id => Ulid.IsValid(id));
    }

    [Fact]
    public void A_ulid_is_that_of_the_specification() =>
        Ulid.Create(DateTimeOffset.FromUnixTimeMilliseconds(1469918176385), new byte[10]).ShouldBe("01ARYZ6S410000000000000000");

    [Theory]
    [InlineData("01ARYZ6S410000000000000000", 0)]
    [InlineData("01ARYZ6S41ZZZZZZZZ00000010", 32)]
    [InlineData("01ARYZ6S4100000000ZZZZZZZZ", (1L << 40) - 1)]
    public void The_end_of_a_ulid_is_chance(string ulid, long bits) => Ulid.RandomBits(ulid).ShouldBe(bits);

    [Fact]
    public void What_is_no_ulid_has_no_chance_in_it() =>
        Should.Throw<ArgumentException>(() => Ulid.RandomBits("lower")).Message.ShouldContain("'lower' is no ULID");

    [Theory]
    [InlineData("01J9Z00001000000000000000A", "01J9Z000000000000000000000", "01J9Z00001000000000000000A")]
    [InlineData("01J9Z00000000000000000000A", "01J9Z00001ZZZZZZZZZZZZZZZZ", "01J9Z00002000000000000000A")]
    [InlineData("01J9Z00000000000000000000A", "01J9Z0ZZZZZZZZZZZZZZZZZZZZ", "01J9Z10000000000000000000A")]
    [InlineData("01J9Z00000000000000000000A", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01J9Z00000000000000000000A")]
    public void A_ulid_is_made_to_sort_after_another(string fresh, string other, string after)
    {
        Ulid.After(fresh, other).ShouldBe(after);
        Ulid.IsValid(after).ShouldBeTrue();
    }
}
