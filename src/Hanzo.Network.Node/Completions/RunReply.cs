using System.Text;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Completions;

/// <summary>The events of a run as an answer that is said piece by piece.</summary>
/// <param name="model">Who was asked, as the client named it.</param>
internal sealed class RunReply(string model)
{
    /// <summary>Between what an agent says before it calls tools and what it says then.</summary>
    private const string Pause = "\n\n";

    /// <summary>Of the reply under way.</summary>
    private readonly StringBuilder _said = new();

    private string _why = "";
    private string _lastReply = "";
    private bool _isPaused;
    private bool _isBlocked;
    private bool _isBroken;

    /// <summary>Null: nothing has come yet.</summary>
    public RunId? Run { get; private set; }

    public bool HasEnded { get; private set; }

    /// <exception cref="CompletionException">The run has failed, or was cancelled.</exception>
    public IEnumerable<ReplyPart> Take(RunEvent e)
    {
        Run = e.Run;
        HasEnded = e.IsTerminal;
        return e.Type switch
        {
            RunEventTypes.Queued => Queued(e),
            RunEventTypes.Started => [new ReplyHead(e.Run.ToString(), Name(e), e.At, Text(e, "node"), _why) { Run = e.Run }],
            RunEventTypes.ModelDelta => Say(Text(e, "text")),
            RunEventTypes.ModelReplied => Replied(Text(e, "text"), e.Data["tool_calls"]?.GetValue<int>() ?? 0),
            RunEventTypes.GuardrailTripped => Tripped(e),
            RunEventTypes.Completed => Completed(e),
            RunEventTypes.Failed when _isBlocked => [End(e, FinishWords.ContentFilter) with { Output = "", Refusal = Text(e, "error") }],
            RunEventTypes.Failed => throw new CompletionException(CompletionError.RunFailed(Text(e, "error"))),
            RunEventTypes.Cancelled => throw new CompletionException(CompletionError.RunCancelled(Text(e, "error"))),
            _ => [],
        };
    }

    /// <summary>Of <c>auto</c>, whom the router chose.</summary>
    private string Name(RunEvent e) => model == RunRequestRules.Auto ? e.Run.Session.Agent.Value : model;

    private IEnumerable<ReplyPart> Queued(RunEvent e)
    {
        _why = Text(e, "why");
        return [];
    }

    private IEnumerable<ReplyPart> Tripped(RunEvent e)
    {
        _isBlocked = e.Data["blocked"]?.GetValue<bool>() ?? false;
        return [];
    }

    private IEnumerable<ReplyPart> Say(string text)
    {
        if (text.Length == 0) yield break;
        if (_isPaused) yield return new ReplyText(Pause);
        _isPaused = false;
        _said.Append(text);
        yield return new ReplyText(text);
    }

    /// <summary>The whole reply: says what was not told in pieces.</summary>
    private List<ReplyPart> Replied(string text, int calls)
    {
        var said = _said.ToString();
        var parts = text.StartsWith(said, StringComparison.Ordinal) ? Say(text[said.Length..]).ToList() : [];
        _isBroken |= !text.StartsWith(said, StringComparison.Ordinal);
        _isPaused = calls > 0 && (text.Length > 0 || _isPaused);
        _lastReply = text;
        _said.Clear();
        return parts;
    }

    private IEnumerable<ReplyPart> Completed(RunEvent e)
    {
        var output = Text(e, "output");
        foreach (var part in LeftOf(output)) yield return part;
        yield return End(e, FinishWords.Stop) with { Output = output, IsBroken = _isBroken };
    }

    /// <summary>Another agent's answer, where this one handed the conversation over, but for what came of it in pieces.</summary>
    private IEnumerable<ReplyPart> LeftOf(string output)
    {
        var said = _said.ToString();
        if (output == _lastReply || said.EndsWith(output, StringComparison.Ordinal)) return [];
        if (output.StartsWith(said, StringComparison.Ordinal)) return Say(output[said.Length..]);
        _isPaused = true;
        return Say(output);
    }

    private static ReplyEnd End(RunEvent e, string finish)
    {
        var used = RunUsage.FromJson(e.Data["usage"]) ?? RunUsage.None;
        return new ReplyEnd(finish, used.InputTokens, used.OutputTokens);
    }

    private static string Text(RunEvent e, string field) => e.Data[field]?.GetValue<string>() ?? "";
}
