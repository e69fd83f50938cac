using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Models;

/// <summary>A reply of another node's model, put together from its pieces: text at once, tool calls with the reason of the end.</summary>
/// <param name="node">Of the model, for errors.</param>
internal sealed class ReplyAssembly(string node)
{
    private readonly List<(string Id, string Tool, StringBuilder Arguments)> _calls = [];
    private int _argumentCharacters;

    /// <summary>Pieces that have come.</summary>
    public int Count { get; private set; }

    /// <summary>One for each piece.</summary>
    /// <exception cref="ModelException">Pieces were lost, or are more than the bounds allow.</exception>
    public ImmutableArray<ChatResponseUpdate> Take(ModelSaid said)
    {
        if (said.From != Count) throw Lost();
        var updates = ImmutableArray.CreateBuilder<ChatResponseUpdate>(said.Pieces.Length);
        foreach (var piece in said.Pieces) updates.Add(Take(piece));
        Count += said.Pieces.Length;
        return updates.DrainToImmutable();
    }

    /// <exception cref="ModelException">The reply is not whole.</exception>
    public void End(ModelEnded ended)
    {
        if (ended.Error is { } error) throw new ModelException($"node '{node}': {error}") { IsTransient = ended.IsTransient };
        if (ended.Pieces != Count) throw Lost();
    }

    private ChatResponseUpdate Take(ModelPiece piece)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = piece.Model };
        if (piece.Text is { } text) update.Contents.Add(new TextContent(text));
        if (piece.InputTokens is not null || piece.OutputTokens is not null)
            update.Contents.Add(new UsageContent(
                new UsageDetails { InputTokenCount = piece.InputTokens, OutputTokenCount = piece.OutputTokens }));
        if (piece.Tool is { } tool) _calls.Add((piece.CallId ?? "", tool, new StringBuilder()));
        if (piece.Arguments is { } arguments) AddArguments(arguments);
        if (piece.Finish is not { } finish) return update;
        update.FinishReason = new ChatFinishReason(finish);
        foreach (var call in _calls) update.Contents.Add(RawArguments.NewCall(call.Id, call.Tool, call.Arguments.ToString()));
        return update;
    }

    private void AddArguments(string arguments)
    {
        _argumentCharacters += arguments.Length;
        if (_calls.Count == 0 || _argumentCharacters > ConversationLimits.MaxTextBytes)
            throw new ModelException(
                $"node '{node}': the tool calls are not in order, or have more than {ConversationLimits.MaxTextBytes} characters.");
        _calls[^1].Arguments.Append(arguments);
    }

    private ModelException Lost() => new($"node '{node}': pieces of the reply were lost on the way.") { IsTransient = true };
}
