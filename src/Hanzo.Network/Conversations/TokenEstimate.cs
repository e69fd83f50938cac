using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>About how many tokens a text is where no model says: four bytes of UTF-8 each, and some around every message.</summary>
public static class TokenEstimate
{
    public const int BytesPerToken = 4;

    private const int Overhead = 4;

    public static long Of(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;

    public static long Of(TranscriptEntry entry) => Overhead + entry switch
    {
        UserEntry user => Of(user.Text),
        AssistantEntry assistant => Of(assistant.Text) + assistant.ToolCalls.Sum(call => Overhead + Of(call.Tool) + Of(call.Arguments)),
        ToolEntry tool => Of(tool.Output),
        InstructionEntry told => Of(told.Text),
        SummaryEntry summary => Of(summary.Text),
        _ => throw new ArgumentException($"'{entry.GetType().Name}' is no entry of a transcript.", nameof(entry)),
    };

    /// <summary>All that the agent's model is told, but for what it is told of its tools.</summary>
    public static long Of(Agent agent, ImmutableList<TranscriptEntry> transcript) =>
        Overhead + Of(agent.Instructions) + transcript.Sum(Of);
}
