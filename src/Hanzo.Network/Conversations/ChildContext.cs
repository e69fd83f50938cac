using System.Collections.Immutable;

namespace Hanzo.Network.Conversations;

/// <summary>What an agent is told of a conversation that is handed to it.</summary>
internal static class ChildContext
{
    /// <summary>Bytes of texts: with the longest input it fits one message between nodes.</summary>
    public const int MaxBytes = 24 * 1024;

    /// <summary>What was said, without calls and their results: the newest that fits.</summary>
    public static ImmutableArray<TranscriptLine> Of(ImmutableList<TranscriptEntry> transcript)
    {
        var (lines, bytes) = (ImmutableArray.CreateBuilder<TranscriptLine>(), 0);
        for (var i = transcript.Count - 1; i >= 0; i--)
        {
            if (LineOf(transcript[i]) is not { } line) continue;
            bytes += line.Bytes;
            if (bytes > MaxBytes) break;
            lines.Add(line);
        }

        lines.Reverse();
        return lines.ToImmutable();
    }

    private static TranscriptLine? LineOf(TranscriptEntry entry) => entry switch
    {
        UserEntry or SummaryEntry or InstructionEntry => TranscriptLine.Of(entry),
        AssistantEntry { Text: var said } when !string.IsNullOrWhiteSpace(said) => new TranscriptLine("assistant", said),
        _ => null,
    };
}
