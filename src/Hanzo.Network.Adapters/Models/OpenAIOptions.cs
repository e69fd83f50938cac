using Microsoft.Extensions.AI;
using Sdk = OpenAI.Chat;

namespace Hanzo.Network.Adapters.Models;

/// <summary>Options of a call as the OpenAI SDK takes them.</summary>
internal static class OpenAIOptions
{
    private const string SchemaName = "answer";

    /// <param name="isOpenAI">Servers of others know the limit of tokens under its old name, and some refuse the new one.</param>
    public static Sdk.ChatCompletionOptions From(ChatOptions? options, bool isOpenAI)
    {
        var sent = new Sdk.ChatCompletionOptions();
        if (options is null) return sent;
        sent.Temperature = options.Temperature;
        sent.TopP = options.TopP;
        if (isOpenAI) sent.MaxOutputTokenCount = options.MaxOutputTokens;
        else if (options.MaxOutputTokens is { } most) LimitAsEver(sent, most);
        sent.FrequencyPenalty = options.FrequencyPenalty;
        sent.PresencePenalty = options.PresencePenalty;
        sent.ResponseFormat = FormatOf(options.ResponseFormat);
        foreach (var stop in options.StopSequences ?? []) sent.StopSequences.Add(stop);
        foreach (var tool in (options.Tools ?? []).OfType<AIFunctionDeclaration>()) sent.Tools.Add(ToolOf(tool));
        if (sent.Tools.Count > 0)
        {
            sent.ToolChoice = ChoiceOf(options.ToolMode);
            sent.AllowParallelToolCalls = options.AllowMultipleToolCalls;
        }

        return sent;
    }

    private static void LimitAsEver(Sdk.ChatCompletionOptions sent, int most)
    {
#pragma warning disable SCME0001 // The SDK's way to send fields that it has no name for is marked as one that may change.
        sent.Patch.Set("$.max_tokens"u8, most);
#pragma warning restore SCME0001
    }

    private static Sdk.ChatTool ToolOf(AIFunctionDeclaration tool) => Sdk.ChatTool.CreateFunctionTool(
        tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText()));

    private static Sdk.ChatToolChoice? ChoiceOf(ChatToolMode? mode) => mode switch
    {
        RequiredChatToolMode { RequiredFunctionName: { } name } => Sdk.ChatToolChoice.CreateFunctionChoice(name),
        RequiredChatToolMode => Sdk.ChatToolChoice.CreateRequiredChoice(),
        NoneChatToolMode => Sdk.ChatToolChoice.CreateNoneChoice(),
        _ => null,
    };

    private static Sdk.ChatResponseFormat? FormatOf(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => Sdk.ChatResponseFormat.CreateJsonSchemaFormat(
            json.SchemaName ?? SchemaName, BinaryData.FromString(schema.GetRawText()), json.SchemaDescription),
        ChatResponseFormatJson => Sdk.ChatResponseFormat.CreateJsonObjectFormat(),
        ChatResponseFormatText => Sdk.ChatResponseFormat.CreateTextFormat(),
        _ => null,
    };
}
