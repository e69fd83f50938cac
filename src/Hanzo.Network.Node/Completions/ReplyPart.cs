using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Completions;

/// <summary>A piece of an answer, be it of an agent or of a model: a head, then texts and calls, then an end.</summary>
internal abstract record ReplyPart;

/// <param name="Id">Of the answer, without the prefix of its format.</param>
/// <param name="Model">Who answers, as it is told to the client.</param>
/// <param name="Node">Where.</param>
/// <param name="Why">How it was chosen, for people.</param>
internal sealed record ReplyHead(string Id, string Model, DateTimeOffset CreatedAt, string Node, string Why) : ReplyPart
{
    /// <summary>Null: a model was asked, not an agent.</summary>
    public RunId? Run { get; init; }
}

internal sealed record ReplyText(string Text) : ReplyPart;

/// <summary>A call of a tool of the client's.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Arguments">JSON, as the model wrote it.</param>
internal sealed record ReplyCall(int Index, string Id, string Tool, string Arguments) : ReplyPart;

/// <param name="Finish">One of OpenAI's words.</param>
internal sealed record ReplyEnd(string Finish, long InputTokens, long OutputTokens) : ReplyPart
{
    /// <summary>The answer as a whole, which of an agent may be less than it said on its way; null: all that was said.</summary>
    public string? Output { get; init; }

    /// <summary>Pieces are missing of what was said, or were said twice: a node was lost, or who reads was slow.</summary>
    public bool IsBroken { get; init; }

    /// <summary>In the place of an answer: why there is none. Null: there is one.</summary>
    public string? Refusal { get; init; }
}

internal static class FinishWords
{
    public const string Stop = "stop";
    public const string Length = "length";
    public const string ToolCalls = "tool_calls";
    public const string ContentFilter = "content_filter";
}
