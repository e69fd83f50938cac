using System.Globalization;

namespace Hanzo.Network.Conversations;

/// <summary>Calls that wait for a person.</summary>
internal sealed partial class ConversationTurn
{
    public void Ask(AskPerson ask)
    {
        var (number, step) = ask.Effect;
        var unanswered = ask.Unanswered;
        // What may have been done already is not done again because nobody has looked.
        var approve = ask.WantsWords ? unanswered?.Answer is not null : unanswered?.Approve == true && !ask.IsDoubtful;
        Record(new ApprovalAsked(number, step, ask.Question, now)
        {
            Number = _state.Runs[number].QuestionAt(step).Number,
            IsDoubtful = ask.IsDoubtful,
            WantsWords = ask.WantsWords,
            Deadline = unanswered is null ? null : new AnswerDeadline(now + unanswered.After, approve, WordsOf(ask)),
        });
    }

    /// <summary>A person has answered: the call is made now, or has its result, or has failed.</summary>
    public void Answer(AnswerApproval answer)
    {
        var (step, number) = answer.Approval;
        var isWords = _state.Runs[answer.Run].Asked[step].WantsWords;
        Record(new ApprovalAnswered(answer.Run, step, answer.Approved, now)
        {
            Number = number, Reason = answer.Reason, Words = answer.Words,
        });
        var why = string.IsNullOrWhiteSpace(answer.Reason) ? "" : $" {answer.Reason}";
        End(answer.Run, step, answer, isWords ? $"a person did not answer.{why}" : $"a person did not allow this call.{why}");
    }

    /// <summary>Questions whose time has passed are answered as they said.</summary>
    public void AnswerOverdue()
    {
        if (_state.ActiveRun is not { } run) return;
        foreach (var (step, asked) in run.Overdue(now))
        {
            var (at, approved, words) = asked.Deadline!;
            var question = run.QuestionAt(step);
            Record(new ApprovalAnswered(run.Number, step, approved, now) { Number = question.Number, Words = words, IsDefault = true });
            var within = string.Create(CultureInfo.InvariantCulture, $"nobody answered within {(at - asked.At).TotalSeconds:0.#} s");
            var failed = asked.WantsWords ? $"{within}." : $"{within}, and so this call is not allowed.";
            End(run.Number, step, new AnswerApproval(run.Number, question, approved, null) { Words = words }, failed);
        }
    }

    private void End(long run, int step, AnswerApproval answer, string failed)
    {
        if (!answer.Approved) Record(new ToolFailed(run, step, failed, now));
        else if (answer.Words is { } words) Record(new ToolReturned(run, step, words, now));
        else Begin(run, step);
    }

    private static string? WordsOf(AskPerson ask) => ask.WantsWords ? ask.Unanswered?.Answer : null;
}
