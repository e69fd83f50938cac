namespace Hanzo.Network.Node.Completions;

/// <summary>How an answer looks on the wire. One of them is of one answer.</summary>
internal interface ICompletionFormat
{
    /// <summary>The answer as one body.</summary>
    byte[] Whole(ReplyHead head, IReadOnlyList<ReplyPart> parts);

    /// <summary>What a stream says of a part, in order.</summary>
    IEnumerable<StreamLine> Of(ReplyPart part);

    /// <summary>What a stream says when there will be no end.</summary>
    IEnumerable<StreamLine> Failed(CompletionError error);
}

/// <summary>An event of a stream.</summary>
/// <param name="Type">Null: it has none.</param>
/// <param name="Data">One line.</param>
internal sealed record StreamLine(string? Type, byte[] Data);
