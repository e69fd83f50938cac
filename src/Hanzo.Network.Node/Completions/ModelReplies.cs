using System.Runtime.CompilerServices;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Node.Completions;

/// <summary>Asks a model of the network itself, without an agent.</summary>
internal static class ModelReplies
{
    /// <param name="id">Of the answer.</param>
    /// <exception cref="ModelException">It does not answer.</exception>
    public static async IAsyncEnumerable<ReplyPart> AskAsync(
        ModelChoice choice, CompletionRequest request, string id, DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (isBegun, calls, used, finish) = (false, 0, new UsageDetails(), (ChatFinishReason?)null);
        await foreach (var update in choice.Client.GetStreamingResponseAsync(request.ToChat(), request.Options, cancellation))
        {
            if (!isBegun)
            {
                var serving = ModelServing.Of(update);
                yield return new ReplyHead(id, update.ModelId ?? request.Model, now, serving?.Node ?? "", serving?.Why ?? "");
                isBegun = true;
            }

            foreach (var content in update.Contents)
            {
                if (content is TextContent { Text: { Length: > 0 } text }) yield return new ReplyText(text);
                if (content is FunctionCallContent call)
                    yield return new ReplyCall(calls++, call.CallId, call.Name, RawArguments.TextOf(call));
                if (content is UsageContent usage) used = usage.Details;
            }

            finish = update.FinishReason ?? finish;
        }

        if (!isBegun) throw new ModelException($"'{choice.Name}' said nothing.");
        yield return new ReplyEnd(WordOf(finish, calls), used.InputTokenCount ?? 0, used.OutputTokenCount ?? 0);
    }

    private static string WordOf(ChatFinishReason? finish, int calls)
    {
        if (calls > 0) return FinishWords.ToolCalls;
        if (finish == ChatFinishReason.Length) return FinishWords.Length;
        return finish == ChatFinishReason.ContentFilter ? FinishWords.ContentFilter : FinishWords.Stop;
    }
}
