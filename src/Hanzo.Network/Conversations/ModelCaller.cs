using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Guests;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Conversations;

/// <summary>One call of a model, bounded in time and size, with its span.</summary>
internal sealed class ModelCaller(IModelProvider models, ToolCatalog tools, TimeProvider time, ILogger log)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly GuestCall _guests = new(time, log);

    public async Task<EffectOutcome> CallAsync(CallModel call, Agent agent, Action<string>? onDelta, CancellationToken cancellation)
    {
        var limit = EffectRunner.TimeFor(call, Timeout, time.GetUtcNow());
        var started = time.GetTimestamp();
        var model = agent.Model ?? "default";
        using var activity = Telemetry.Start($"chat {model}", ActivityKind.Client, call.TraceParent);
        string error;
        string? errorType;
        try
        {
            var choice = models.For(agent);
            model = choice.Name;
            var response = await _guests.WithinAsync(
                $"model '{model}'", limit, token => AskAsync(choice, call, agent, onDelta, token), cancellation);
            var (outcome, usage) = OutcomeOf(call, response, model);
            errorType = outcome is FailModelCall ? "invalid_reply" : null;
            Trace(activity, model, usage, (outcome as FailModelCall)?.Error);
            Telemetry.ModelEnded(model, time.GetElapsedTime(started), errorType, usage?.InputTokens ?? 0, usage?.OutputTokens ?? 0);
            return outcome;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (GuestTimeoutException late)
        {
            error = $"no reply within {late.Limit}.";
            errorType = "timeout";
        }
        catch (Exception e)
        {
            error = TextLimit.Clip(e.Message);
            errorType = e.GetType().Name;
        }

        Trace(activity, model, null, error);
        Telemetry.ModelEnded(model, time.GetElapsedTime(started), errorType, 0, 0);
        return new FailModelCall(call.Id, error);
    }

    private async Task<ChatResponse> AskAsync(
        ModelChoice choice, CallModel call, Agent agent, Action<string>? onDelta, CancellationToken cancellation)
    {
        if (call.IsSummary) return await SummarizeAsync(choice, call, agent, cancellation);
        var messages = ChatMessages.From(agent, call.Transcript, call.Recalled);
        var options = new ChatOptions
        {
            ModelId = choice.Name,
            MaxOutputTokens = call.MaxOutput,
            ResponseFormat = agent.ResponseFormat?.ToChatFormat(),
            Tools = [.. tools.For(agent).Select(tool => tool.Function), .. AgentLinks.Functions(agent)],
            AdditionalProperties = new() { [CallEffect.KeyName] = call.IdempotencyKey },
        };
        if (onDelta is null) return await choice.Client.GetResponseAsync(messages, options, cancellation);

        var updates = new List<ChatResponseUpdate>();
        long length = 0;
        await foreach (var update in choice.Client.GetStreamingResponseAsync(messages, options, cancellation))
        {
            updates.Add(update);
            length += update.Text.Length;
            if (length > ConversationLimits.MaxTextBytes)
                throw new InvalidOperationException($"the reply is longer than {ConversationLimits.MaxTextBytes} bytes.");
            if (update.Text.Length > 0) onDelta(update.Text);
        }

        return updates.ToChatResponse();
    }

    private static async Task<ChatResponse> SummarizeAsync(
        ModelChoice choice, CallModel call, Agent agent, CancellationToken cancellation)
    {
        if (SummaryPrompt.Without(choice.Client, call.Transcript) is { } text)
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { ModelId = choice.Name };
        var options = new ChatOptions
        {
            ModelId = choice.Name,
            MaxOutputTokens = call.MaxOutput,
            AdditionalProperties = new() { [CallEffect.KeyName] = call.IdempotencyKey },
        };
        return await choice.Client.GetResponseAsync(SummaryPrompt.Messages(agent, call.Transcript), options, cancellation);
    }

    private static (EffectOutcome Outcome, ModelUsage? Usage) OutcomeOf(CallModel call, ChatResponse response, string model)
    {
        var id = call.Id;
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()
            .Select((asked, index) => new ToolRequest(CallId(id, index), asked.Name, RawArguments.TextOf(asked))).ToImmutableArray();
        var size = ConversationLimits.JsonBytes(response.Text) + calls.Sum(
            asked => ConversationLimits.JsonBytes(asked.Arguments) + asked.Tool.Length);
        var usage = response.Usage is { } used ? new ModelUsage(used.InputTokenCount ?? 0, used.OutputTokenCount ?? 0) : null;
        if (size > ConversationLimits.MaxTextBytes)
        {
            var error = $"the reply is {size} bytes as JSON text; at most {ConversationLimits.MaxTextBytes} are allowed.";
            return (new FailModelCall(id, error) { Usage = usage }, usage);
        }

        var serving = ModelServing.Of(response) is { } served ? served with { Why = TextLimit.Clip(served.Why) } : null;
        var reply = new CompleteModelCall(id, response.Text, calls, response.ModelId ?? model, usage)
        {
            Serving = serving,
            IsCut = call.MaxOutput is not null && response.FinishReason == ChatFinishReason.Length,
        };
        return (reply, usage);
    }

    /// <summary>Ours, because those of models repeat themselves between replies.</summary>
    private static string CallId(EffectId id, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"call_{id.Run}_{id.Step}_{index + 1}");

    private static void Trace(Activity? activity, string model, ModelUsage? usage, string? error)
    {
        if (activity is null) return;
        activity.DisplayName = $"chat {model}";
        activity.SetTag("gen_ai.operation.name", "chat");
        activity.SetTag("gen_ai.request.model", model);
        activity.SetTag("gen_ai.usage.input_tokens", usage?.InputTokens);
        activity.SetTag("gen_ai.usage.output_tokens", usage?.OutputTokens);
        if (error is not null) activity.SetStatus(ActivityStatusCode.Error, error);
    }
}
