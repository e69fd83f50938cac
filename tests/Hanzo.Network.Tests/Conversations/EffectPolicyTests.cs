using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>What becomes of a tool call that an earlier node began and did not end.</summary>
public sealed class EffectPolicyTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private int _calls;

    [Fact]
    public async Task What_does_no_harm_is_done_again_with_the_same_key()
    {
        (await LostAsync(new ToolOptions { Effect = ToolEffect.Idempotent })).ShouldBeOfType<CompleteToolCall>()
            .Output.ShouldBe($"{Talk.Session}.1.2");
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task What_may_do_harm_is_for_a_person_to_say()
    {
        (await LostAsync(new ToolOptions())).ShouldBeOfType<AskPerson>().Question.ShouldContain("may have taken effect");
        _calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_tool_that_knows_what_it_has_done_is_asked()
    {
        ReconcileRequest? asked = null;
        var options = Asking(request =>
        {
            asked = request;
            return Reconciliation.Done("was done");
        });

        (await LostAsync(options)).ShouldBeOfType<CompleteToolCall>().Output.ShouldBe("was done");
        (_calls, asked!.Key).ShouldBe((0, $"{Talk.Session}.1.2"));
    }

    [Fact]
    public async Task What_the_tool_has_not_done_is_done_now()
    {
        (await LostAsync(Asking(_ => Reconciliation.NotDone))).ShouldBeOfType<CompleteToolCall>();
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_tool_that_does_not_know_or_cannot_say_leaves_it_to_a_person()
    {
        (await LostAsync(Asking(_ => Reconciliation.Unknown))).ShouldBeOfType<AskPerson>();
        (await LostAsync(Asking(_ => throw new IOException("no line")))).ShouldBeOfType<AskPerson>().Question.ShouldContain("no line");
        (await LostAsync(new ToolOptions { Effect = ToolEffect.Reconcilable })).ShouldBeOfType<AskPerson>();
        _calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_that_a_person_allowed_is_made()
    {
        var outcome = await RunAsync(new ToolOptions(), call => call with { Approved = true });

        outcome.ShouldBeOfType<CompleteToolCall>();
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_tool_that_always_needs_a_person_is_called_only_when_allowed()
    {
        var options = new ToolOptions { Approval = ToolApproval.Always };

        (await RunAsync(options, call => call)).ShouldBeOfType<AskPerson>().Question.ShouldContain("approval");
        _calls.ShouldBe(0);
        (await RunAsync(options, call => call with { Approved = true })).ShouldBeOfType<CompleteToolCall>();
        _calls.ShouldBe(1);
    }

    private Task<EffectOutcome> LostAsync(ToolOptions options) => RunAsync(options, call => call with { Recovered = true });

    private Task<EffectOutcome> RunAsync(ToolOptions options, Func<CallTool, CallTool> with)
    {
        var tool = new Tool(
            AIFunctionFactory.Create(
                (AIFunctionArguments arguments) =>
                {
                    _calls++;
                    return (string)arguments.Context![CallEffect.KeyName]!;
                },
                "pay"),
            options);
        var runner = new EffectRunner(new ModelProvider(new OfflineChatClient()), new ToolCatalog([tool]), TimeProvider.System);
        var agent = new Agent { Name = AgentName.Parse("a"), Tools = [new ToolReference("pay")] };
        var call = new CallTool(new EffectId(1, 2), new RunId(Talk.Session, 1), new ToolRequest("c", "pay", "{}"));
        return runner.RunAsync(with(call), agent, null, CancellationToken.None).WaitAsync(Bound);
    }

    private static ToolOptions Asking(Func<ReconcileRequest, Reconciliation> answer) => new()
    {
        Effect = ToolEffect.Reconcilable, Reconcile = (request, _) => ValueTask.FromResult(answer(request)),
    };
}
