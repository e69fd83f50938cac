using System.Diagnostics;
using System.Reflection;
using Hanzo.Network.Agents;
using Hanzo.Network.Guests;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Conversations;

/// <summary>One call of a tool, checked before and bounded in time and output, with its span.</summary>
internal sealed class ToolCaller(ToolCatalog tools, TimeProvider time, ILogger log)
{
    private readonly GuestCall _guests = new(time, log);

    public async Task<EffectOutcome> CallAsync(CallTool call, Agent agent, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var activity = Telemetry.Start($"execute_tool {call.Call.Tool}", ActivityKind.Internal, call.TraceParent);
        activity?.SetTag("gen_ai.operation.name", "execute_tool");
        activity?.SetTag("gen_ai.tool.name", call.Call.Tool);
        activity?.SetTag("gen_ai.tool.call.id", call.Call.CallId);

        var outcome = await OutcomeAsync(call, agent, cancellation);
        if (outcome is FailToolCall failed) activity?.SetStatus(ActivityStatusCode.Error, failed.Error);
        Telemetry.ToolEnded(call.Call.Tool, time.GetElapsedTime(started), outcome is FailToolCall);
        return outcome;
    }

    private async Task<EffectOutcome> OutcomeAsync(CallTool call, Agent agent, CancellationToken cancellation)
    {
        var name = call.Call.Tool;
        if (tools.Find(agent, name) is not { } tool) return new FailToolCall(call.Id, Unknown(agent, name));
        var arguments = ToolArguments.Parse(call.Call.Arguments, tool.Function.JsonSchema);
        if (arguments.Error is not null) return new FailToolCall(call.Id, arguments.Error);
        arguments.Values.Context = new Dictionary<object, object?> { [CallEffect.KeyName] = call.IdempotencyKey };
        if (call.Recovered && await SettledAsync(call, tool, arguments.Values, cancellation) is { } settled) return settled;
        if (PersonQuestions.Of(call, tool, arguments.Values) is { } question) return question;
        return await InvokeAsync(call, tool, arguments.Values, cancellation);
    }

    /// <summary>What becomes of a call that an earlier node began; null: it is made, with the same key.</summary>
    private async Task<EffectOutcome?> SettledAsync(
        CallTool call, Tool tool, AIFunctionArguments arguments, CancellationToken cancellation)
    {
        if (tool.Options.Effect == ToolEffect.Idempotent) return null;
        var unknown = $"the node ended during this call of '{tool.Name}': it may have taken effect. Is it to be made again?";
        if (tool.Options is not { Effect: ToolEffect.Reconcilable, Reconcile: { } reconcile }) return Ask("");
        try
        {
            var request = new ReconcileRequest(call.IdempotencyKey, arguments);
            var asked = await CallAsync(call, tool, token => reconcile(request, token), cancellation);
            if (asked.MayRepeat) return null;
            if (asked.Output is not { } output) return Ask(" The tool does not know.");
            return Bounded(call, tool, output);
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            return Ask($" The tool could not say: {TextLimit.Clip(e.Message)}");
        }

        AskPerson Ask(string why) => new(call.Id, unknown + why) { IsDoubtful = true, Unanswered = tool.Options.Unanswered };
    }

    private Task<T> CallAsync<T>(CallTool call, Tool tool, Func<CancellationToken, ValueTask<T>> act, CancellationToken cancellation)
    {
        var limit = EffectRunner.TimeFor(call, tool.Options.Timeout, time.GetUtcNow());
        return _guests.WithinAsync($"tool '{tool.Name}'", limit, token => act(token).AsTask(), cancellation);
    }

    private static EffectOutcome Bounded(CallTool call, Tool tool, string output) =>
        ConversationLimits.Fits(output, tool.Options.MaxOutputBytes)
            ? new CompleteToolCall(call.Id, output)
            : new FailToolCall(call.Id, ToolText.TooLong(output, tool.Options.MaxOutputBytes));

    private async Task<EffectOutcome> InvokeAsync(CallTool call, Tool tool, AIFunctionArguments arguments, CancellationToken cancellation)
    {
        try
        {
            var result = await CallAsync(call, tool, token => tool.Function.InvokeAsync(arguments, token), cancellation);
            return Bounded(call, tool, ToolText.Of(result));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (GuestTimeoutException late)
        {
            return new FailToolCall(call.Id, $"no result within {late.Limit}.");
        }
        catch (Exception e)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            return new FailToolCall(call.Id, TextLimit.Clip(cause.Message));
        }
    }

    private string Unknown(Agent agent, string name)
    {
        var usable = string.Join(", ", tools.For(agent).Select(tool => tool.Name));
        return $"no tool '{TextLimit.Clip(name)}'; available: {(usable.Length > 0 ? usable : "none")}.";
    }
}
