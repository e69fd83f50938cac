using System.Collections.Immutable;

namespace Hanzo.Network.Conversations;

/// <summary>One entry of a session's transcript as the history of another one keeps it.</summary>
/// <param name="Role"><c>user</c>, <c>assistant</c>, <c>tool</c>, <c>summary</c> or <see cref="System"/>.</param>
public sealed record TranscriptLine(string Role, string Text)
{
    /// <summary>The role of an <see cref="InstructionEntry"/>.</summary>
    public const string System = "system";

    /// <summary>Bytes of the lines of one event, unless it is a single one.</summary>
    private const int MaxEventTexts = 192 * 1024;

    private const int Overhead = 100;

    /// <summary>Of an assistant; empty: it called none.</summary>
    public ImmutableArray<ToolRequest> ToolCalls { get => field.IsDefault ? [] : field; init; }

    /// <summary>Of a tool, as its name and whether it failed.</summary>
    public string? CallId { get; init; }

    public string? Tool { get; init; }
    public bool? Failed { get; init; }

    /// <summary>About as many as JSON takes.</summary>
    internal int Bytes => Overhead + ConversationLimits.JsonBytes(Text)
        + ToolCalls.Sum(call => Overhead + ConversationLimits.JsonBytes(call.Arguments));

    public static TranscriptLine Of(TranscriptEntry entry) => entry switch
    {
        UserEntry user => new("user", user.Text),
        AssistantEntry assistant => new("assistant", assistant.Text) { ToolCalls = assistant.ToolCalls },
        ToolEntry tool => new("tool", tool.Output) { CallId = tool.CallId, Tool = tool.Tool, Failed = tool.Failed },
        SummaryEntry summary => new("summary", summary.Text),
        InstructionEntry told => new(System, told.Text),
        _ => throw new ArgumentException($"'{entry.GetType().Name}' is no entry of a transcript.", nameof(entry)),
    };

    /// <summary>In pieces of which each fits one event.</summary>
    internal static IEnumerable<ImmutableArray<TranscriptLine>> Pieces(IEnumerable<TranscriptEntry> entries)
    {
        var piece = ImmutableArray.CreateBuilder<TranscriptLine>();
        var bytes = 0;
        foreach (var line in entries.Select(Of))
        {
            if (piece.Count > 0 && bytes + line.Bytes > MaxEventTexts)
            {
                yield return piece.DrainToImmutable();
                bytes = 0;
            }

            piece.Add(line);
            bytes += line.Bytes;
        }

        if (piece.Count > 0) yield return piece.DrainToImmutable();
    }

    internal TranscriptEntry ToEntry() => Role switch
    {
        "user" => new UserEntry(Text),
        "assistant" => new AssistantEntry(Text, ToolCalls),
        "tool" => new ToolEntry(CallId ?? "", Tool ?? "", Text, Failed ?? false),
        "summary" => new SummaryEntry(Text),
        System => new InstructionEntry(Text),
        _ => throw new FormatException($"role '{Role}' of a transcript is unknown."),
    };
}
