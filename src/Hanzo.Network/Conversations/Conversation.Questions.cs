using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>What people say to what runs wait for.</summary>
public static partial class Conversation
{
    private static Decision Answer(ConversationState state, SessionAgent agent, AnswerApproval answer, DateTimeOffset now)
    {
        var run = state.Runs.GetValueOrDefault(answer.Run);
        var question = answer.Approval;
        var id = new RunId(state.Session, answer.Run);
        if (run is null || !run.Asked.TryGetValue(question.Step, out var asked) || run.QuestionAt(question.Step) != question)
        {
            // Who did not hear of it says the same again.
            if (run?.WasAnswered(answer) == true) return Decision.Nothing with { Run = id };
            return Refuse($"run {id} does not wait for approval '{question}': it was answered, or there was none.");
        }

        if (WhyUnfit(asked, answer) is { } unfit) return Refuse($"question '{question}' of run {id} {unfit}.");
        var turn = new ConversationTurn(state, agent, now);
        turn.Answer(answer);
        turn.Resume();
        return turn.Decide(answer.Run);
    }

    private static string? WhyUnfit(AskedApproval asked, AnswerApproval answer) => (asked.WantsWords, answer.Words, answer.Approved) switch
    {
        (true, null, true) => "is to be answered in words",
        (_, not null, false) => "cannot be refused and answered",
        (false, not null, _) => "is to be answered with yes or no, not in words",
        _ => null,
    };

    private static Decision Refuse(string why) => Decision.Nothing with { Refusal = new Refusal(NetworkError.Conflict, why) };
}
