using System.Collections.Immutable;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Models;

/// <summary>A reply of another node's model, put together from its pieces: text at once, tool calls with the reason of the end.</summary>
/// <param name="node">Of the model, for errors.</param>
internal sealed class ReplyAssembly(string node)
{
    private readonly ToolCallPieces _calls = new();
    private int _begun;

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
        if (piece.Tool is not null) _begun++;
        if (piece.Tool is not null || piece.Arguments is not null) AddCall(piece);
        if (piece.Finish is not { } finish) return update;
        update.FinishReason = new ChatFinishReason(finish);
        foreach (var call in _calls.Whole()) update.Contents.Add(call);
        return update;
    }

    private void AddCall(ModelPiece piece)
    {
        if (_begun == 0) throw new ModelException($"node '{node}': arguments came before the tool call that they are of.");
        try
        {
            _calls.Add(_begun, piece.CallId, piece.Tool, piece.Arguments);
        }
        catch (ModelException tooMuch)
        {
            throw new ModelException($"node '{node}': {tooMuch.Message}", tooMuch);
        }
    }

    private ModelException Lost() => new($"node '{node}': pieces of the reply were lost on the way.") { IsTransient = true };
}
