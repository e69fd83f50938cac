using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Models;

/// <summary>A reply in pieces that each fit a message.</summary>
internal static class ReplyPieces
{
    public static IEnumerable<ModelPiece> Of(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
            foreach (var piece in Of(content)) yield return piece with { Model = update.ModelId };
        if (update.FinishReason is { } finish) yield return new ModelPiece { Finish = finish.Value, Model = update.ModelId };
    }

    private static IEnumerable<ModelPiece> Of(AIContent content) => content switch
    {
        TextContent text => QuestionParts.Split(text.Text).Select(part => new ModelPiece { Text = part }),
        FunctionCallContent call => Of(call),
        UsageContent usage => [new ModelPiece
        {
            InputTokens = usage.Details.InputTokenCount, OutputTokens = usage.Details.OutputTokenCount,
        }],
        _ => [],
    };

    private static IEnumerable<ModelPiece> Of(FunctionCallContent call)
    {
        yield return new ModelPiece { CallId = call.CallId, Tool = call.Name };
        foreach (var part in QuestionParts.Split(RawArguments.TextOf(call))) yield return new ModelPiece { Arguments = part };
    }
}
