using Hanzo.Network.Devices;
using Hanzo.Network.Routing;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;
using Xunit.Abstractions;

namespace Hanzo.Network.Tests.Routing;

/// <summary>
/// Prints the tables of docs/ROUTING.md:
/// <c>dotnet test tests/Hanzo.Network.Tests --filter ConfusionTable --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class ConfusionTableTests(ITestOutputHelper output)
{
    private static readonly KeywordRouter Keywords = new(new ToolCatalog(BuiltInTools.Create(() => NodeDevice.NotProbed)));

    [Fact]
    public void The_table_is_what_it_says()
    {
        QuestionTable.Agents.Length.ShouldBe(10);
        QuestionTable.Questions.Length.ShouldBe(100);
        QuestionTable.HeldOut.Length.ShouldBe(40);
        QuestionTable.Questions.Concat(QuestionTable.HeldOut).Select(one => one.Text)
            .Concat(QuestionTable.Agents.SelectMany(agent => agent.Examples)).ShouldBeUnique();
    }

    [Fact]
    public async Task The_offline_semantic_router_is_right_85_times_of_100()
    {
        var semantic = new SemanticRouter();
        var table = await PrintAsync("semantic", semantic);

        table.Right.ShouldBeGreaterThanOrEqualTo(85);
        await PrintNobodysAsync(semantic);
    }

    [Fact]
    public async Task The_default_router_is_no_worse()
    {
        var semantic = await QuestionTable.AskAsync(new SemanticRouter(), QuestionTable.Questions);
        var table = await PrintAsync("semantic, else keywords", new FallbackRouter(new SemanticRouter(), Keywords));

        table.Right.ShouldBeGreaterThanOrEqualTo(semantic.Right);
    }

    [Theory]
    [InlineData(0.8, 0.2)]
    [InlineData(0.2, 0.8)]
    public async Task With_rules_it_does_no_worse_at_any_question(double semanticWeight, double ruleWeight)
    {
        var semantic = await QuestionTable.AskAsync(new SemanticRouter(), QuestionTable.Questions);
        var composite = new CompositeRouter(
            new WeightedRouter(new SemanticRouter(), semanticWeight), new WeightedRouter(QuestionTable.Rules, ruleWeight));
        var table = await PrintAsync($"semantic {semanticWeight} + rules {ruleWeight}", composite);

        for (var i = 0; i < table.Answers.Length; i++)
            (table.IsRightAt(i) || !semantic.IsRightAt(i)).ShouldBeTrue(table.Answers[i].Question.Text);
        table.Right.ShouldBeGreaterThanOrEqualTo(semantic.Right);
    }

    [Fact]
    public async Task By_rules_alone() => (await PrintAsync("rules", QuestionTable.Rules)).Right.ShouldBeGreaterThan(20);

    [Fact]
    public async Task By_keywords_alone() => (await PrintAsync("keywords", Keywords)).Right.ShouldBeGreaterThan(50);

    private async Task<QuestionTable.Confusion> PrintAsync(string name, IRouter router)
    {
        var table = await QuestionTable.AskAsync(router, QuestionTable.Questions);
        var heldOut = await QuestionTable.AskAsync(router, QuestionTable.HeldOut);
        output.WriteLine($"{name}: {table}");
        output.WriteLine($"{name}, of the questions kept aside: {heldOut.Right} of {heldOut.Answers.Length} right");
        return table;
    }

    private async Task PrintNobodysAsync(IRouter router)
    {
        foreach (var text in QuestionTable.Nobodys)
        {
            var decision = await router.RouteAsync(text, QuestionTable.Agents);
            output.WriteLine($"  {decision.Agent?.Value ?? "nobody"} ({decision.Considered[0].Score}): {text}");
        }

        foreach (var (question, decision) in (await QuestionTable.AskAsync(router, QuestionTable.Questions)).Answers
                     .OrderBy(one => one.Decision.Considered[0].Score).Take(12))
            output.WriteLine($"  {decision.Considered[0].Score} {decision.Considered[0].Agent == question.Agent} {question.Text}");
    }
}
