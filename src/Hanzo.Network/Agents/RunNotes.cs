using Hanzo.Network.Conversations;

namespace Hanzo.Network.Agents;

public static class RunNotes
{
    public static RunNote Of(ConversationState state, RunState run) => new(
        new RunId(state.Session, run.Number),
        state.NodeOf(run),
        run.StatusNow,
        Clip(run.Why),
        Clip(run.Input),
        Clip(run.Error ?? run.Output),
        run.QueuedAt,
        run.EndedAt - run.QueuedAt);

    private static string Clip(string text)
    {
        if (text.Length <= RunNote.MaxText) return text;
        // Half of a surrogate pair is no text that JSON can carry.
        var end = char.IsHighSurrogate(text[RunNote.MaxText - 2]) ? RunNote.MaxText - 2 : RunNote.MaxText - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
