using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>What a person says to a question of a run.</summary>
/// <param name="Approved">Yes or no; to a question in words: whether there is an answer.</param>
public sealed record PersonAnswer(bool Approved)
{
    /// <summary>Bytes of <see cref="Words"/> as JSON text in UTF-8.</summary>
    public const int MaxWordsBytes = 32 * 1024;

    /// <summary>Why; goes to the model when it is a no. At most <see cref="AnswerApproval.MaxReasonBytes"/>. Null: none.</summary>
    public string? Reason { get; init; }

    /// <summary>The answer to a question in words; null to a question that is answered with yes or no.</summary>
    public string? Words { get; init; }

    public static PersonAnswer Yes { get; } = new(true);

    public static PersonAnswer No(string? reason = null) => new(false) { Reason = reason };

    public static PersonAnswer Said(string words) => new(true) { Words = words };

    /// <exception cref="AgentNetworkException"><see cref="NetworkError.InvalidRequest"/>, naming the field and what is allowed.</exception>
    public void Require()
    {
        RunRequestRules.RequireReason(Reason);
        if (Words is null) return;
        var wrong = Words.Length == 0 || string.IsNullOrWhiteSpace(Words) ? "is empty; it must have"
            : ConversationLimits.Fits(Words, MaxWordsBytes) ? null
            : $"is {ConversationLimits.JsonBytes(Words)} bytes as JSON text; it must have";
        if (wrong is not null)
            throw new AgentNetworkException(NetworkError.InvalidRequest, $"answer {wrong} 1 to {MaxWordsBytes} bytes of text.");
    }
}
