using System.Text.Json;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Testing;

/// <summary>Between chat messages and what a recording keeps of them. Pure.</summary>
internal static class Recordings
{
    public static RecordedRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options) => new([.. messages.Select(Of)])
    {
        Tools = [.. (options?.Tools ?? []).Select(tool => tool.Name).Order(StringComparer.Ordinal)],
        Temperature = options?.Temperature,
        MaxOutputTokens = options?.MaxOutputTokens,
    };

    public static RecordedResponse Of(ChatResponse response) => new(response.Text)
    {
        Calls = [.. CallsOf(response.Messages.SelectMany(message => message.Contents))],
        Model = response.ModelId,
        Finish = response.FinishReason?.Value,
        InputTokens = response.Usage?.InputTokenCount,
        OutputTokens = response.Usage?.OutputTokenCount,
    };

    public static ChatResponse ToResponse(RecordedResponse recorded)
    {
        var message = new ChatMessage(ChatRole.Assistant, []);
        if (recorded.Text.Length > 0) message.Contents.Add(new TextContent(recorded.Text));
        foreach (var call in recorded.Calls) message.Contents.Add(RawArguments.NewCall(call.Id, call.Tool, call.Arguments));
        return new ChatResponse(message)
        {
            ModelId = recorded.Model,
            FinishReason = recorded.Finish is { } finish ? new ChatFinishReason(finish) : null,
            Usage = recorded.InputTokens is null && recorded.OutputTokens is null
                ? null
                : new UsageDetails { InputTokenCount = recorded.InputTokens, OutputTokenCount = recorded.OutputTokens },
        };
    }

    /// <returns>Where the requests differ first, with what was recorded and what was asked; null: nowhere.</returns>
    public static string? Difference(RecordedRequest recorded, RecordedRequest asked)
    {
        for (var i = 0; i < Math.Max(recorded.Messages.Length, asked.Messages.Length); i++)
        {
            if (i >= asked.Messages.Length) return Text($"messages[{i}]", recorded.Messages[i].Text, null);
            if (i >= recorded.Messages.Length) return Text($"messages[{i}]", null, asked.Messages[i].Text);
            if (Difference($"messages[{i}]", recorded.Messages[i], asked.Messages[i]) is { } found) return found;
        }

        return Compare("tools", string.Join(", ", recorded.Tools), string.Join(", ", asked.Tools))
            ?? Compare("temperature", Say(recorded.Temperature), Say(asked.Temperature))
            ?? Compare("max_output_tokens", Say(recorded.MaxOutputTokens), Say(asked.MaxOutputTokens));
    }

    private static string? Difference(string at, RecordedMessage recorded, RecordedMessage asked) =>
        Compare($"{at}.role", recorded.Role, asked.Role)
        ?? Compare($"{at}.text", recorded.Text, asked.Text)
        ?? Compare($"{at}.calls", Say(recorded.Calls), Say(asked.Calls))
        ?? Compare($"{at}.results", Say(recorded.Results), Say(asked.Results));

    private static string? Compare(string at, string recorded, string asked) => recorded == asked ? null : Text(at, recorded, asked);

    private static string Text(string at, string? recorded, string? asked) => $"{at}: recorded {Quote(recorded)}, asked {Quote(asked)}";

    private static string Quote(string? text) => text is null ? "nothing" : $"'{text}'";

    private static string Say<T>(T? value) => FormattableString.Invariant($"{value}");

    private static string Say(IEnumerable<RecordedCall> calls) =>
        string.Join("; ", calls.Select(call => $"{call.Id} {call.Tool} {call.Arguments}"));

    private static string Say(IEnumerable<RecordedResult> results) =>
        string.Join("; ", results.Select(result => $"{result.CallId} {result.Text}"));

    private static RecordedMessage Of(ChatMessage message) => new(message.Role.Value, message.Text)
    {
        Calls = [.. CallsOf(message.Contents)],
        Results =
        [
            .. message.Contents.OfType<FunctionResultContent>()
                .Select(result => new RecordedResult(result.CallId, TextOf(result.Result))),
        ],
    };

    private static string TextOf(object? result) => result switch
    {
        null => "",
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        _ => result.ToString() ?? "",
    };

    private static IEnumerable<RecordedCall> CallsOf(IEnumerable<AIContent> contents) => contents.OfType<FunctionCallContent>()
        .Select(call => new RecordedCall(call.CallId, call.Name, RawArguments.TextOf(call)));
}
