using Hanzo.Network.Conversations;

namespace Hanzo.Network.Agents;

public static class RunNotes
{
    /// <summary>A run has begun, has ended, waits for a person, or does not any more.</summary>
    public static bool AreChangedBy(ConversationEvent @event) =>
        @event is RunStarted or RunEnd or ApprovalAsked or ApprovalAnswered;

    public static RunNote Of(ConversationState state, RunState run) => new(
        new RunId(state.Session, run.Number),
        state.NodeOf(run),
        run.StatusNow,
        Clip(run.Why),
        Clip(run.Input),
        Clip(run.Error ?? QuestionOf(run) ?? run.Output),
        run.QueuedAt,
        run.EndedAt - run.QueuedAt);

    private static string? QuestionOf(RunState run) => run.Asked.IsEmpty ? null : run.Asked.Values.First().Question;

    private static string Clip(string text)
    {
        if (text.Length <= RunNote.MaxText) return text;
        // Half of a surrogate pair is no text that JSON can carry.
        var end = char.IsHighSurrogate(text[RunNote.MaxText - 2]) ? RunNote.MaxText - 2 : RunNote.MaxText - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
