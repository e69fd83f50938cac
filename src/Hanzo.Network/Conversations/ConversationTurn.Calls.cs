using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Conversations;

/// <summary>The calls of models and tools that a run makes.</summary>
internal sealed partial class ConversationTurn
{
    public void Reply(CompleteModelCall reply)
    {
        var (number, step) = reply.Effect;
        if (_state.Runs[number].Summarizes is { } entries)
        {
            Summarize(reply, entries);
            return;
        }

        const int Most = ConversationLimits.MaxToolCallsPerReply;
        if (reply.ToolCalls.Length > Most)
        {
            var error = $"the model asked for {reply.ToolCalls.Length} tool calls at once; at most {Most} are allowed.";
            Record(new ModelFailed(number, step, error, now) { Usage = UsageOf(reply) });
            Fail(number, error);
            return;
        }

        var calls = reply.IsCut ? [] : reply.ToolCalls;
        RecordTrips(reply.Effect, reply.Trips);
        if (calls.IsEmpty && !reply.IsCut && WhyNotForm(reply.Text) is { } why)
        {
            FailCall(new FailModelCall(reply.Effect, $"the answer of model '{reply.Model}' {why}") { Usage = UsageOf(reply) });
            return;
        }

        Record(new ModelReplied(number, step, reply.Text, reply.Model, now)
        {
            ToolCalls = calls, Usage = UsageOf(reply), ModelNode = reply.Serving?.Node, ModelWhy = reply.Serving?.Why,
        });
        if (reply.IsCut) FailWithWork(number, "its budget ended the reply of its model.");
        else if (calls.IsEmpty) Complete(number, reply.Text);
        else if (Allowance(number).WhyNoTurn() is { } over) StopEndlessLoop(number, calls, over);
        else CallTools(number, calls);
    }

    /// <summary>What a run that is to be cancelled has no use for any more; what it took counts all the same.</summary>
    public void CloseCancelled(EffectOutcome outcome, string reason)
    {
        var ((number, step), text) = (outcome.Effect, CancelText(reason));
        var usage = outcome switch
        {
            CompleteModelCall reply => UsageOf(reply),
            BlockModelCall blocked => Priced(blocked.Usage),
            _ => null,
        };
        Close(number, step, text, outcome is not AskPerson { IsDoubtful: false }, usage);
    }

    /// <summary>The call has brought nothing, and the run fails; what it has used counts.</summary>
    public void FailCall(FailModelCall failed)
    {
        var (number, step) = failed.Effect;
        Record(new ModelFailed(number, step, failed.Error, now) { Usage = Priced(failed.Usage) });
        Fail(number, $"the model call failed: {failed.Error}");
    }

    /// <summary>The run's answer, as its agent's guardrails have left it.</summary>
    /// <returns>The end of a sentence about what it is that is wrong; null: nothing.</returns>
    private string? WhyNotForm(string answer) =>
        _agent.ResponseFormat?.WhyNot(answer) is { } why ? $"has not the agent's response_format: {TextLimit.Clip(why)}" : null;

    /// <summary>As the model told it, with its price; where it did not, and somebody counts, as estimated.</summary>
    private ModelUsage? UsageOf(CompleteModelCall reply)
    {
        var usage = reply.Usage;
        if (usage is null && Allowance(reply.Effect.Run).CountsTokens)
        {
            var output = TokenEstimate.Of(new AssistantEntry(reply.Text, reply.ToolCalls));
            usage = new ModelUsage(InputTokens(_state.Runs[reply.Effect.Run]), output) { IsEstimate = true };
        }

        return Priced(usage);
    }

    private long InputTokens(RunState run) => TokenEstimate.Of(_agent, _state.Transcript) + MemoryPrompt.TokensOf(run.Recalled ?? []);

    private ModelUsage? Priced(ModelUsage? usage) =>
        usage is null ? null : usage with { Usd = usage.Usd ?? _agent.Price?.Of(usage.InputTokens, usage.OutputTokens) };

    private RunAllowance Allowance(long number) => new(_state.Runs[number], _agent);

    private RunUsage? UsedBy(long number) => _state.Runs[number].Used is var used && used == RunUsage.None ? null : used;

    private void CallModel(RunState run)
    {
        if (RemembersFirst(run)) return;
        var allowance = new RunAllowance(run, _agent);
        if (HistoryTrimming.EntriesToSummarize(_state.Transcript, HistoryTrimming.BoundOf(_agent)) is > 0 and var entries)
        {
            AskForSummary(run, entries, allowance);
            return;
        }

        var input = allowance.CountsTokens ? InputTokens(run) : 0;
        if (allowance.WhyNoModelCall(input) is { } over)
        {
            FailWithWork(run.Number, over);
            return;
        }

        var step = run.LastStep + 1;
        Record(new ModelCalled(run.Number, step, now) { Model = _agent.Model, MaxOutput = allowance.MaxOutput(input) });
        Begin(run.Number, step);
    }

    /// <summary>Where only one more call of a model may be made, it is the answer's.</summary>
    private void AskForSummary(RunState run, int entries, RunAllowance allowance)
    {
        var step = run.LastStep + 1;
        var input = HistoryTrimming.ToSummarize(_state.Transcript, entries).Sum(TokenEstimate.Of);
        var most = SummaryPrompt.MaxTokens(_agent);
        if (allowance.WhyNoSummary(input + most) is { } over)
        {
            Record(new SummaryAsked(run.Number, step, entries, now) { IsRefused = true });
            GoOnWithout(run.Number, step, entries, over);
            return;
        }

        Record(new SummaryAsked(run.Number, step, entries, now) { MaxOutput = most });
        Begin(run.Number, step);
    }

    private void Summarize(CompleteModelCall reply, int entries)
    {
        var (number, step) = reply.Effect;
        var usage = UsageOf(reply);
        var text = TextLimit.Cut(reply.Text.Trim(), SummaryPrompt.MaxLength);
        if (text.Length == 0)
        {
            GoOnWithout(number, step, entries, "the model said nothing.", usage);
            return;
        }

        Record(new HistorySummarized(number, step, text, now) { Model = reply.Model, Usage = usage });
    }

    /// <summary>No summary can be had: the entries are left out, which is better than a conversation that cannot go on.</summary>
    /// <param name="usage">Of a reply that is no summary; null: there was none, or nothing is told.</param>
    public void GoOnWithout(long number, int step, int entries, string why, ModelUsage? usage = null) =>
        Record(new HistorySummarized(number, step, HistoryTrimming.Without(entries), now) { Error = why, Usage = Priced(usage) });

    private void CallTools(long run, ImmutableArray<ToolRequest> calls)
    {
        var share = Allowance(run).Share(calls.Length, calls.Count(call => AgentLinks.Find(_agent, call.Tool) is not null));
        foreach (var call in calls)
        {
            var link = AgentLinks.Find(_agent, call.Tool);
            var why = Allowance(run).WhyNoToolCall() ?? (link is null ? null : WhyNotAsked(_state.Runs[run], link, share));
            if (why is not null)
            {
                RefuseTool(run, call, why);
                continue;
            }

            var step = _state.Runs[run].LastStep + 1;
            Record(new ToolCalled(run, step, call, now)
            {
                Agent = link?.Name.Value,
                HandsOff = link?.Mode == AgentLinkMode.HandOff,
                Limits = link is null || share == RunLimits.None ? null : share,
            });
            Begin(run, step);
        }
    }

    private void StopEndlessLoop(long run, ImmutableArray<ToolRequest> calls, string over)
    {
        foreach (var call in calls) RefuseTool(run, call, $"not called: {over}");
        FailWithWork(run, over);
    }

    /// <summary>The model reads why, and no call is without its result.</summary>
    private void RefuseTool(long run, ToolRequest call, string why)
    {
        var step = _state.Runs[run].LastStep + 1;
        Record(new ToolCalled(run, step, call, now) { IsRefused = true });
        Record(new ToolFailed(run, step, why, now));
    }
}
