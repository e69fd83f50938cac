using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;

namespace Hanzo.Network.Tests.Agents;

public sealed class AgentChoicesTests
{
    private const string Own = "01A";
    private const string Other = "01B";

    private static readonly AgentName Poet = AgentName.Parse("poet");
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>
    /// What the group holds and what the node knows, each a version (<c>-</c>: taken back, <c>?</c>: not readable), and what is
    /// written: version, and the revision that is expected.
    /// </summary>
    [Theory]
    [InlineData("", "", 1, 0)]
    [InlineData("3", "", 4, 30)]
    [InlineData("3", "2", 4, 30)]
    [InlineData("3", "3", 4, 30)]
    [InlineData("3", "7", 8, 30)]
    [InlineData("4-", "4-", 5, 40)]
    [InlineData("4?", "", 5, 40)]
    [InlineData("", "6", 7, 0)]
    [InlineData("", "6-", 7, 0)]
    public void A_deployment_is_the_next_version_of_all_that_is_known_and_compares_with_what_the_group_holds(
        string held, string known, long version, long expected)
    {
        var write = Decide(new AgentChange.Deploy(Named("new")), held, known).ShouldBeOfType<AgentDecision.Write>();

        var definition = write.Next.Definition!;
        (write.Next.Version, definition.Deployment!.Version, definition.Description, write.Next.Group, write.Expected)
            .ShouldBe((version, version, "new", Own, expected));
        write.Forgotten.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "", 0, 0)]
    [InlineData("4-", "", 0, 0)]
    [InlineData("4-", "3", 0, 0)]
    [InlineData("", "3-", 0, 0)]
    [InlineData("3", "", 4, 30)]
    [InlineData("3?", "", 4, 30)]
    [InlineData("3-", "5", 6, 30)]
    [InlineData("", "5", 6, 0)]
    public void What_is_deployed_is_taken_back_and_nothing_else(string held, string known, long version, long expected)
    {
        var decision = Decide(new AgentChange.TakeBack(Poet, At), held, known);

        if (version == 0) decision.ShouldBeOfType<AgentDecision.Nothing>();
        else
        {
            var write = decision.ShouldBeOfType<AgentDecision.Write>();
            (write.Next, write.Expected).ShouldBe((new DeployedAgent(Poet, version, null) { UndeployedAt = At, Group = Own }, expected));
        }
    }

    [Fact]
    public void More_than_the_bound_is_refused_and_a_newer_version_of_one_of_them_is_not()
    {
        var full = Enumerable.Range(0, AgentChoices.MaxDeployed).Select(i => Held(AgentName.Parse($"a{i}"), "1"))
            .ToDictionary(one => one.Name);

        var refused = AgentChoices.Decide(new AgentChange.Deploy(Named("")), full, null, Own).ShouldBeOfType<AgentDecision.Refused>();
        AgentChoices.Decide(new AgentChange.Deploy(Named("") with { Name = AgentName.Parse("a7") }), full, null, Own)
            .ShouldBeOfType<AgentDecision.Write>();

        (refused.Error, refused.Why).ShouldBe(
            (NetworkError.InvalidRequest, "agent 'poet' would be one more than the 200 that can be deployed; undeploy one first."));
    }

    [Fact]
    public void Of_too_many_names_that_were_taken_back_the_oldest_goes()
    {
        var committed = Enumerable.Range(0, AgentChoices.MaxTakenBack)
            .Select(i => Held(AgentName.Parse($"a{i}"), "2-", At.AddMinutes(i == 500 ? -1 : i)))
            .Append(Held(Poet, "1")).ToDictionary(one => one.Name);

        var write = AgentChoices.Decide(new AgentChange.TakeBack(Poet, At), committed, null, Own).ShouldBeOfType<AgentDecision.Write>();

        write.Forgotten.ShouldHaveSingleItem().Name.ShouldBe(AgentName.Parse("a500"));
    }

    /// <summary>What the group holds; a node's copy; whose that is; what is written: version, definition, whether in conflict.</summary>
    [Theory]
    [InlineData("", "3", null, "3 copy")]
    [InlineData("", "3", Own, "3 copy")]
    [InlineData("", "3", Other, "3 copy")]
    [InlineData("", "3-", null, "")]
    [InlineData("3", "2", null, "")]
    [InlineData("3", "2", Other, "")]
    [InlineData("3", "4", null, "4 copy")]
    [InlineData("3", "4", Own, "4 copy")]
    [InlineData("3", "4-", null, "4-")]
    [InlineData("3?", "4", null, "4 copy")]
    [InlineData("3?", "4", Other, "")]
    [InlineData("3", "4", Other, "5 held conflict")]
    [InlineData("3", "3", Other, "4 held conflict")]
    [InlineData("3", "3", null, "4 held conflict")]
    [InlineData("3", "4-", Other, "5 held conflict")]
    [InlineData("3-", "4", Other, "5- conflict")]
    [InlineData("3-", "4-", Other, "")]
    public void What_only_nodes_know_is_taken_over_unless_another_group_has_decided_it(
        string held, string copy, string? whose, string repair)
    {
        var known = Value(Poet, copy, "copy") with { Group = whose };

        var repairs = AgentChoices.Repairs(Committed(held), [known], Own, IsSame);

        string.Join(';', repairs.Select(Told)).ShouldBe(repair);
        foreach (var one in repairs) (one.Next.Group, one.Expected).ShouldBe((Own, held.Length == 0 ? 0 : 30));
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3", "5")]
    public void What_says_the_same_is_no_conflict(string held, string copy) =>
        AgentChoices.Repairs(Committed(held), [Value(Poet, copy, "held") with { Group = Other }], Own, IsSame).ShouldBeEmpty();

    private static bool IsSame(Agent one, Agent other) => one.Description == other.Description;

    private static string Told(AgentRepair repair)
    {
        var what = repair.Next.Definition is { } definition ? $" {definition.Description}" : "-";
        repair.Next.Definition?.Deployment!.Version.ShouldBe(repair.Next.Version);
        return $"{repair.Next.Version}{what}{(repair.Conflict is null ? "" : " conflict")}";
    }

    private static AgentDecision Decide(AgentChange change, string held, string known) =>
        AgentChoices.Decide(change, Committed(held), known.Length == 0 ? null : Value(Poet, known, "known"), Own);

    private static Dictionary<AgentName, CommittedAgent> Committed(string held) =>
        held.Length == 0 ? [] : new() { [Poet] = Held(Poet, held) };

    private static CommittedAgent Held(AgentName name, string text, DateTimeOffset? at = null)
    {
        var value = Value(name, text.TrimEnd('?'), "held");
        if (at is not null) value = value with { UndeployedAt = at };
        return new CommittedAgent(name, value.Version, text.EndsWith('?') ? null : value, value.Version * 10);
    }

    private static DeployedAgent Value(AgentName name, string text, string description)
    {
        var version = long.Parse(text.TrimEnd('-'));
        return text.EndsWith('-')
            ? new DeployedAgent(name, version, null) { UndeployedAt = At }
            : DeployedAgent.Next(Named(description) with { Name = name }, version - 1);
    }

    private static Agent Named(string description) => new() { Name = Poet, Description = description };
}
