using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Conversations;

/// <summary>One call of a tool, checked before and bounded in time and output, with its span.</summary>
internal sealed class ToolCaller(ToolCatalog tools, TimeProvider time, ILogger log)
{
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
        if (call.Recovered && tool.Options.Effect != ToolEffect.Idempotent)
            return new FailToolCall(
                call.Id, $"outcome unknown: the node ended during this call of '{name}'; it may have taken effect and was not repeated.");
        if (tool.Options.Approval == ToolApproval.Always)
            return new FailToolCall(call.Id, $"'{name}' needs a person's approval, which this version cannot ask for; it was not called.");
        var arguments = ToolArguments.Parse(call.Call.Arguments, tool.Function.JsonSchema);
        if (arguments.Error is not null) return new FailToolCall(call.Id, arguments.Error);
        arguments.Values.Context = new Dictionary<object, object?> { [CallEffect.KeyName] = call.IdempotencyKey };
        return await InvokeAsync(call, tool, arguments.Values, cancellation);
    }

    private async Task<EffectOutcome> InvokeAsync(CallTool call, Tool tool, AIFunctionArguments arguments, CancellationToken cancellation)
    {
        var limit = EffectRunner.TimeFor(call, tool.Options.Timeout, time.GetUtcNow());
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var guest = new GuestCancellation($"tool '{tool.Name}'", time, log, either.Token);
        try
        {
            var result = await tool.Function.InvokeAsync(arguments, guest.Token).AsTask().WaitAsync(either.Token);
            var output = TextOf(result);
            return ConversationLimits.Fits(output, tool.Options.MaxOutputBytes)
                ? new CompleteToolCall(call.Id, output)
                : new FailToolCall(
                    call.Id,
                    $"the output has {output.Length} characters; at most {tool.Options.MaxOutputBytes} bytes are allowed. Ask for less.");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new FailToolCall(call.Id, string.Create(CultureInfo.InvariantCulture, $"no result within {limit.TotalSeconds:0.#} s."));
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

    private static string TextOf(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => ModelJson.Write(result),
    };
}
