using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Conversations;

/// <summary>A transcript as a chat client takes it.</summary>
internal static class ChatMessages
{
    /// <param name="recalled">What was remembered for the run; null: nothing.</param>
    public static List<ChatMessage> From(
        Agent agent, ImmutableList<TranscriptEntry> transcript, ImmutableList<RecalledMemory>? recalled = null)
    {
        var messages = new List<ChatMessage>(transcript.Count + 1);
        var (told, summary) = (agent.Instructions, transcript.Count > 0 ? transcript[0] as SummaryEntry : null);
        if (transcript.FindLast(entry => entry is InstructionEntry) is InstructionEntry asked) told = $"{told}\n\n{asked.Text}".TrimStart();
        if (summary is not null) told = $"{told}\n\nThe conversation so far, in short:\n{summary.Text}".TrimStart();
        if (recalled is { IsEmpty: false }) told = $"{told}\n\n{MemoryPrompt.TextOf(recalled)}".TrimStart();
        if (told.Length > 0) messages.Add(new ChatMessage(ChatRole.System, told));
        foreach (var entry in transcript)
            if (entry is not (SummaryEntry or InstructionEntry)) messages.Add(From(entry));
        return messages;
    }

    private static ChatMessage From(TranscriptEntry entry) => entry switch
    {
        UserEntry user => new ChatMessage(ChatRole.User, user.Text),
        AssistantEntry assistant => From(assistant),
        ToolEntry tool =>
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent(tool.CallId, tool.Failed ? $"error: {tool.Output}" : tool.Output)]),
        _ => throw new ArgumentException($"'{entry.GetType().Name}' is no chat message.", nameof(entry)),
    };

    private static ChatMessage From(AssistantEntry entry)
    {
        var message = new ChatMessage(ChatRole.Assistant, entry.Text);
        foreach (var call in entry.ToolCalls) message.Contents.Add(RawArguments.NewCall(call.CallId, call.Tool, call.Arguments));
        return message;
    }
}
