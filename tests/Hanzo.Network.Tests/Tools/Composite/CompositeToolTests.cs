using System.Text.Json;
using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Hanzo.Network.Tests.Conversations;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Composite;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Tools.Composite;

public sealed class CompositeToolTests : EffectRunnerCase
{
    private static readonly Tool Double = Named("double", (string text) => text + text);
    private static readonly Tool Count = Named("count", (string text, string of = "") => text.Length + of);
    private static readonly Tool Square = Named("square", (int number) => number * number);

    [Fact]
    public async Task Each_step_gets_the_output_of_the_one_before() =>
        (await Call(["double", "count", "square"], "{\"text\":\"abc\"}").ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe("36");

    [Fact]
    public void It_takes_what_the_first_step_takes_but_what_is_fixed()
    {
        var tool = Find([Fixed("count", "of", "!"), "double"]);

        tool.Function.JsonSchema.GetProperty("properties").EnumerateObject().Select(one => one.Name).ShouldBe(["text"]);
        tool.Description.ShouldBe("does it all");
    }

    [Fact]
    public async Task Fixed_arguments_go_to_every_step() =>
        (await Call([Fixed("count", "of", "!"), Fixed("count", "of", "?")], "{\"text\":\"abc\"}")
            .ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe("2?");

    [Fact]
    public async Task The_argument_for_the_output_may_be_named() =>
        (await Call([Fixed("count", "of", ""), Fixed("count", "text", "xy") with { Into = "of" }], "{\"text\":\"abc\"}")
            .ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe("23");

    [Theory]
    [InlineData("{}", "argument 'text' is missing")]
    [InlineData("{\"text\":7}", "argument 'text' must be of type string")]
    [InlineData("{\"text\":\"x\"}", "step 2, 'square': the output of the step before is no JSON, as 'number' must be")]
    [InlineData("{\"text\":\"1.5 \"}", "step 2, 'square': the output of the step before is no JSON, as 'number' must be")]
    [InlineData("{\"text\":\"true/\"}", "step 2, 'square': the output of the step before is no JSON, as 'number' must be")]
    public async Task The_step_that_fails_is_named(string arguments, string error) =>
        (await Call(["double", "square"], arguments).ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldContain(error);

    [Fact]
    public async Task An_output_that_fits_no_argument_is_told_as_any_other_argument() =>
        (await Call(["double", Fixed("count", "of", ""), Fixed("square", "number", "much")], "{\"text\":\"x\"}")
            .ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldContain("it does not tell which argument gets the output of the step before");

    [Fact]
    public async Task A_step_has_the_time_and_the_room_of_its_tool()
    {
        var never = new TaskCompletionSource<string>();
        var slow = Named("slow", (string text) => never.Task) with { Options = new ToolOptions { Timeout = TimeSpan.FromSeconds(3) } };
        var pending = Call(["double", "slow"], "{\"text\":\"x\"}", slow);
        Time.Advance(TimeSpan.FromSeconds(3));
        (await pending.ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldBe("step 2, 'slow': no result within 3 s.");

        var narrow = Named("narrow", (string text) => text) with { Options = new ToolOptions { MaxOutputBytes = 3 } };
        (await Call(["narrow", "double"], "{\"text\":\"abcd\"}", narrow).ShouldBeOfTypeAsync<FailToolCall>()).Error
            .ShouldBe("step 1, 'narrow': the output has 4 characters; at most 3 bytes are allowed. Ask for less.");
    }

    [Fact]
    public async Task A_step_that_breaks_when_it_is_cut_does_not_break_who_cuts_it()
    {
        var breaking = Named("breaking", (string text, CancellationToken token) =>
        {
            token.Register(() => throw new InvalidOperationException("no"));
            return new TaskCompletionSource<string>().Task;
        });
        var quick = breaking with { Options = new ToolOptions { Timeout = TimeSpan.FromSeconds(3) } };
        var pending = Call(["double", "breaking"], "{\"text\":\"x\"}", quick);

        Time.Advance(TimeSpan.FromSeconds(3));
        (await pending.ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldBe("step 2, 'breaking': no result within 3 s.");
    }

    [Fact]
    public async Task Each_step_has_a_key_of_its_own_that_is_the_same_for_every_repetition()
    {
        var key = Named("key", (AIFunctionArguments arguments) => $"{arguments.Context![CallEffect.KeyName]}");

        (await Call(["key", "double"], "{}", key).ShouldBeOfTypeAsync<CompleteToolCall>()).Output
            .ShouldBe($"{Talk.Session}.1.2.1{Talk.Session}.1.2.1");
    }

    [Fact]
    public void It_is_treated_as_strictly_as_its_strictest_part()
    {
        var repeatable = new ToolOptions { Effect = ToolEffect.Idempotent, Timeout = TimeSpan.FromSeconds(5) };

        Find(["double", "count"], repeatable, repeatable).Options.Effect.ShouldBe(ToolEffect.Idempotent);
        Find(["double", "count"], repeatable, repeatable).Options.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
        Find(["double", "count"], repeatable, repeatable with { Effect = ToolEffect.Reconcilable }).Options.Effect
            .ShouldBe(ToolEffect.AskBeforeRetry);
        Find(["double", "count"], repeatable, repeatable with { Approval = ToolApproval.Always }).Options.Approval
            .ShouldBe(ToolApproval.Always);
        Find(["double", "count"], repeatable, repeatable with { Approval = ToolApproval.When }).Options.Approval
            .ShouldBe(ToolApproval.Always);
    }

    [Fact]
    public async Task A_rule_of_the_first_step_is_asked_of_its_arguments()
    {
        var ruled = Double with
        {
            Options = new ToolOptions { Approval = ToolApproval.When, NeedsApproval = arguments => $"{arguments["text"]}".Contains('!') },
        };

        (await Call(["ruled", "count"], "{\"text\":\"a\"}", ruled with { Function = Named("ruled", (string text) => text).Function })
            .ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe("1");
        await Call(["ruled", "count"], "{\"text\":\"!\"}", ruled with { Function = Named("ruled", (string text) => text).Function })
            .ShouldBeOfTypeAsync<AskPerson>();
    }

    [Fact]
    public void A_composite_tool_that_cannot_be_is_refused()
    {
        Refusal(new CompositeTool("double", "", ["double", "count"])).ShouldContain("there is another tool of this name");
        Refusal(new CompositeTool("a b", "", ["double", "count"])).ShouldContain("a name has 1 to 64 of");
        Refusal(new CompositeTool("one", "", ["double"])).ShouldContain("it has 1 steps; it must have 2 to 16");
        Refusal(new CompositeTool("far", "", ["double", "fly"])).ShouldContain("there is no tool 'fly' before it");
        Refusal(new CompositeTool("self", "", ["double", "self"])).ShouldContain("there is no tool 'self' before it");
        Refusal(new CompositeTool("asks", "", ["double", "ask"]), new Tool(
            Named("ask", (string text) => text).Function, new ToolOptions { Question = _ => "?" })).ShouldContain("asks a person");
    }

    [Fact]
    public void One_may_be_a_step_of_a_later_one()
    {
        var catalog = Catalog([new("first", "", ["double", "count"]), new("second", "", ["first", "double"])], [Double, Count]);

        catalog.Names.ShouldBe(["count", "double", "first", "second"]);
        catalog.Find("second").ShouldNotBeNull();
    }

    private static string Refusal(CompositeTool tool, params Tool[] more) =>
        Should.Throw<ArgumentException>(() => Catalog([tool], [Double, Count, .. more])).Message;

    private static ToolCatalog Catalog(CompositeTool[] composites, Tool[] tools, TimeProvider? time = null)
    {
        var parts = new ToolCatalog(tools);
        return new ToolCatalog(tools, new CompositeTools([.. composites], parts.Find, time ?? TimeProvider.System));
    }

    private static Tool Find(CompositeStep[] steps, ToolOptions? first = null, ToolOptions? second = null) => Catalog(
        [new CompositeTool("all", "does it all", [.. steps])],
        [Double with { Options = first ?? new() }, Count with { Options = second ?? new() }, Square]).Find("all")!;

    private static Tool Named(string name, Delegate function) => Tool(name, function);

    private static CompositeStep Fixed(string tool, string argument, string value)
    {
        var step = new CompositeStep(tool);
        return step with { With = step.With.Add(argument, JsonSerializer.SerializeToElement(value)) };
    }

    private Task<EffectOutcome> Call(CompositeStep[] steps, string arguments, params Tool[] more)
    {
        var catalog = Catalog([new CompositeTool("all", "", [.. steps])], [Double, Count, Square, .. more], Time);
        var runner = new EffectRunner(new ModelProvider(new OfflineChatClient()), catalog, Time);
        return runner.RunAsync(ToolCall("all", arguments), Agent("all"), null, CancellationToken.None);
    }
}
