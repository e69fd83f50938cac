using Hanzo.Network.Conversations;

namespace Hanzo.Network.Agents;

public static class RunNotes
{
    public static RunNote Of(ConversationState state, RunState run) => new(
        new RunId(state.Session, run.Number),
        run.Node.Length > 0 ? run.Node : state.Node,
        run.Status,
        run.Why,
        Clip(run.Input),
        Clip(run.Error ?? run.Output),
        run.QueuedAt,
        run.EndedAt - run.QueuedAt);

    private static string Clip(string text) => text.Length <= RunNote.MaxText ? text : text[..(RunNote.MaxText - 1)] + "…";
}
