namespace Hanzo.Network.Conversations;

/// <summary>What a run has brought before it was stopped: what its model said and its tools returned, in order.</summary>
internal static class WorkSoFar
{
    /// <summary>Bytes as JSON text; of more, the newest are kept.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Of the active run.</summary>
    public static string Of(ConversationState state)
    {
        var (parts, bytes) = (new List<string>(), 0);
        for (var i = state.Transcript.Count - 1; i >= 0 && state.Transcript[i] is not UserEntry; i--)
        {
            if (TextOf(state.Transcript[i]) is not { } text) continue;
            bytes += ConversationLimits.JsonBytes(text) + 2;
            if (bytes > MaxBytes) break;
            parts.Add(text);
        }

        parts.Reverse();
        return string.Join('\n', parts);
    }

    private static string? TextOf(TranscriptEntry entry) => entry switch
    {
        AssistantEntry { Text: var said } when !string.IsNullOrWhiteSpace(said) => said,
        ToolEntry { Failed: false, Output: var output } when !string.IsNullOrWhiteSpace(output) => output,
        _ => null,
    };
}
