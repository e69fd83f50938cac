using System.Text.Json;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Models;

/// <summary>Chat messages and options as a question for another node.</summary>
internal static class QuestionWriter
{
    /// <exception cref="ModelException">It is too large to be asked elsewhere.</exception>
    public static string Write(NetworkModel model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var form = options?.ResponseFormat as ChatResponseFormatJson;
        var question = new ModelQuestion(model.Server, model.Model)
        {
            Messages = [.. messages.SelectMany(From)],
            Tools = [.. (options?.Tools ?? []).OfType<AIFunctionDeclaration>().Select(From)],
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            FrequencyPenalty = options?.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty,
            MaxOutputTokens = options?.MaxOutputTokens,
            Stop = [.. options?.StopSequences ?? []],
            ToolMode = ModeOf(options?.ToolMode),
            RequiredTool = (options?.ToolMode as RequiredChatToolMode)?.RequiredFunctionName,
            ParallelToolCalls = options?.AllowMultipleToolCalls,
            Json = form is not null,
            Schema = form?.Schema,
            SchemaName = form?.SchemaName,
            SchemaDescription = form?.SchemaDescription,
        };
        var text = JsonSerializer.Serialize(question, ModelCallJson.Default.ModelQuestion);
        return text.Length <= ModelCallProtocol.MaxQuestion
            ? text
            : throw new ModelException(
                $"the conversation has {text.Length} characters; a model of another node may be asked {ModelCallProtocol.MaxQuestion}.");
    }

    private static IEnumerable<QuestionMessage> From(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool)
            return message.Contents.OfType<FunctionResultContent>().Select(result =>
                new QuestionMessage(message.Role.Value, result.Result?.ToString() ?? "") { CallId = result.CallId });
        var calls = message.Contents.OfType<FunctionCallContent>().Select(call =>
            new QuestionCall(call.CallId, call.Name, RawArguments.TextOf(call)));
        return [new QuestionMessage(message.Role.Value, message.Text) { Calls = [.. calls] }];
    }

    private static QuestionTool From(AIFunctionDeclaration tool) => new(tool.Name, tool.Description, tool.JsonSchema);

    private static string? ModeOf(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => "none",
        RequiredChatToolMode => "required",
        _ => null,
    };
}
