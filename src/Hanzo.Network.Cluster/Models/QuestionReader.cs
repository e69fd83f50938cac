using System.Text.Json;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Models;

/// <summary>A question of another node as chat messages and options.</summary>
internal static class QuestionReader
{
    /// <exception cref="ModelException">It is no question.</exception>
    public static ModelQuestion Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ModelCallJson.Default.ModelQuestion) ?? throw new JsonException("it is null.");
        }
        catch (JsonException error)
        {
            throw new ModelException($"the question of another node cannot be read: {error.Message}", error);
        }
    }

    public static List<ChatMessage> MessagesOf(ModelQuestion question) => [.. question.Messages.Select(From)];

    public static ChatOptions OptionsOf(ModelQuestion question) => new()
    {
        ModelId = question.Model,
        Tools = [.. question.Tools.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Schema))],
        Temperature = question.Temperature,
        TopP = question.TopP,
        FrequencyPenalty = question.FrequencyPenalty,
        PresencePenalty = question.PresencePenalty,
        MaxOutputTokens = question.MaxOutputTokens,
        StopSequences = question.Stop.IsEmpty ? null : [.. question.Stop],
        ToolMode = ModeOf(question),
        AllowMultipleToolCalls = question.ParallelToolCalls,
        ResponseFormat = FormatOf(question),
    };

    private static ChatMessage From(QuestionMessage message)
    {
        if (message.CallId is { } id) return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(id, message.Text)]);
        var chat = new ChatMessage(new ChatRole(message.Role), message.Text);
        foreach (var call in message.Calls) chat.Contents.Add(RawArguments.NewCall(call.Id, call.Tool, call.Arguments));
        return chat;
    }

    private static ChatToolMode? ModeOf(ModelQuestion question) => question.ToolMode switch
    {
        "none" => ChatToolMode.None,
        "required" when question.RequiredTool is { } tool => ChatToolMode.RequireSpecific(tool),
        "required" => ChatToolMode.RequireAny,
        _ => null,
    };

    private static ChatResponseFormatJson? FormatOf(ModelQuestion question) =>
        question.Schema is { } schema
            ? ChatResponseFormat.ForJsonSchema(schema, question.SchemaName, question.SchemaDescription)
            : question.Json ? ChatResponseFormat.Json : null;
}
