using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>The runs of other agents that a run asks for.</summary>
internal sealed partial class ConversationTurn
{
    /// <summary>
    /// For a new writer: what was under way elsewhere has ended with its node, but for runs of other agents. They are cancelled, and their
    /// ends waited for.
    /// </summary>
    public void GoOnCancelling(long number)
    {
        var run = _state.Runs[number];
        var text = CancelText(run.CancelReason!);
        foreach (var step in run.Open.Keys)
            if (!run.Children.ContainsKey(step)) Close(number, step, text, run.IsDoubtful(step));
        if (run.Open.Count > run.Children.Count) _effects.Add(new StopEffects(number));
        CancelChildren(run, run.CancelReason!);
    }

    private static CallAgent AgentCallOf(ConversationState state, RunState run, EffectId id, ToolRequest request, ChildRun child)
    {
        var call = new CallAgent(id, new RunId(state.Session, run.Number), request, AgentName.Parse(child.Agent))
        {
            Child = child.Run is { } known ? RunId.Parse(known) : null,
            After = child.Last,
            HandsOff = child.HandsOff,
            Limits = child.Limits,
            User = run.User,
            Origin = new RunOrigin("", run.Depth + 1) { Context = child.HandsOff ? ChildContext.Of(state.Transcript) : [] },
        };
        return call with { Origin = call.Origin with { Call = call.IdempotencyKey } };
    }

    private void CompleteHandedOff(long number, string answer)
    {
        if (WhyNotForm(answer) is { } why) Fail(number, $"the answer of the agent that it was handed to {why}");
        else Complete(number, answer);
    }

    private void CancelChildren(RunState run, string reason)
    {
        foreach (var step in run.Children.Keys)
            _effects.Add(new CancelAgent((CallAgent)EffectOf(_state, run, step, run.Open[step]), reason));
    }

    /// <param name="share">What the agent's run may use.</param>
    private static string? WhyNotAsked(RunState run, AgentLink link, RunLimits share)
    {
        if (run.Depth >= ConversationLimits.MaxDepth)
            return $"not called: agents ask each other at most {ConversationLimits.MaxDepth} deep.";
        if (share is { ModelCalls: < 1 } or { Tokens: < 1 }) return "not called: the run's budget leaves nothing for another agent.";
        return link.Mode == AgentLinkMode.HandOff && run.Children.Values.FirstOrDefault(child => child.HandsOff) is { } other
            ? $"not called: the run is handed to agent '{other.Agent}' already."
            : null;
    }
}
