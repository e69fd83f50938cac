using System.Diagnostics;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Conversations;

/// <summary>
/// Asks other agents for the runs of one process. What they are asked for are runs of the network like all others: each has an id that
/// follows from the asking call, so who repeats the call finds it, wherever it is and however often either side has moved.
/// </summary>
/// <param name="network">Asked for when the first call is made.</param>
public sealed class ChildCaller(Func<IAgentNetwork> network, TimeProvider time)
{
    /// <summary>A run that cannot be followed for so long is given up.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(10);

    /// <summary>A run that does not confirm within this time that it is cancelled is not waited for.</summary>
    public static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    /// <summary>Begins the agent's run, or finds it, and follows it to its end.</summary>
    /// <param name="tell">Told how the run goes, one piece of news after the other.</param>
    /// <param name="onDelta">Gets pieces of the reply of an agent that the run is handed to.</param>
    /// <param name="leave">Ends the following; the run goes on.</param>
    /// <returns>Null: it was left. Never throws.</returns>
    public async Task<EffectOutcome?> CallAsync(
        CallAgent call, Func<ChildNews, Task> tell, Action<string> onDelta, CancellationToken leave)
    {
        using var activity = Telemetry.Start($"execute_tool {call.Call.Tool}", ActivityKind.Client, call.TraceParent);
        try
        {
            if (WrongArguments(call) is { } wrong) return new FailToolCall(call.Id, wrong);
            return await FollowAsync(call, tell, onDelta, leave);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return null;
        }
        catch (AgentNetworkException refused)
        {
            return new FailToolCall(call.Id, $"agent '{call.Agent}' cannot be asked: {TextLimit.Clip(refused.Message)}");
        }
        catch (Exception e)
        {
            return new FailToolCall(call.Id, $"asking agent '{call.Agent}' broke: {TextLimit.Clip(e.Message)}");
        }
    }

    /// <summary>Ends the agent's run, also one that was only about to begin: it cannot begin any more then.</summary>
    /// <returns>How the run has ended; <see cref="CutCall"/>: that is not known. Never throws.</returns>
    public async Task<EffectOutcome> CancelAsync(CancelAgent cancel)
    {
        var call = cancel.Call;
        if (WrongArguments(call) is { } wrong) return new FailToolCall(call.Id, wrong);
        using var limit = new CancellationTokenSource(CancelWithin, time);
        try
        {
            var child = call.Child ?? (await network().StartAsync(RequestOf(call), limit.Token).WaitAsync(limit.Token)).Id;
            var ended = await EndAsync(child, TextLimit.Cut(cancel.Reason, TextLimit.MaxErrorLength / 4), limit.Token);
            return OutcomeOf(call, ended);
        }
        catch (AgentNetworkException refused) when (call.Child is null && !MayPass(refused.Error, call.Child))
        {
            return new FailToolCall(call.Id, $"agent '{call.Agent}' was not asked: {TextLimit.Clip(refused.Message)}");
        }
        catch (Exception)
        {
            return new CutCall(call.Id);
        }
    }

    private async Task<RunResult> EndAsync(RunId child, string reason, CancellationToken cancellation)
    {
        try
        {
            return await network().CancelAsync(child, reason, cancellation).WaitAsync(cancellation);
        }
        catch (AgentNetworkException ended) when (ended.Error == NetworkError.Conflict)
        {
            var run = await network().GetRunAsync(child, cancellation).WaitAsync(cancellation);
            return run ?? throw new AgentNetworkException(ended.Error, ended.Message, ended);
        }
    }

    /// <summary>Begins the run, unless it is known to have begun; either way its events come from where they were left.</summary>
    private async Task<EffectOutcome> FollowAsync(
        CallAgent call, Func<ChildNews, Task> tell, Action<string> onDelta, CancellationToken leave)
    {
        var (child, after) = (call.Child, call.After);
        for (var heard = time.GetTimestamp(); ; await Task.Delay(AskAgainAfter, time, leave))
        {
            try
            {
                var steps = child is { } known ? network().WatchAsync(known, after, leave) : network().StreamAsync(RequestOf(call), leave);
                await foreach (var step in steps)
                {
                    (child, after, heard) = (step.Run, step.Sequence ?? after, time.GetTimestamp());
                    if (step.IsTerminal) return OutcomeOf(call, step);
                    await TellAsync(call, step, tell, onDelta);
                }

                if (await FindEndAsync(call, child, leave) is { } ended) return ended;
            }
            catch (AgentNetworkException deleted) when (deleted.Error == NetworkError.EventsDeleted)
            {
                if (await FindEndAsync(call, child, leave) is { } ended) return ended;
            }
            catch (AgentNetworkException away) when (MayPass(away.Error, child) && time.GetElapsedTime(heard) < LostAfter)
            {
                // Its node has gone, and nobody has its slot or its history yet; or it has begun, and nobody could say so.
            }
        }
    }

    private static async Task TellAsync(CallAgent call, RunEvent step, Func<ChildNews, Task> tell, Action<string> onDelta)
    {
        if (step.Type == RunEventTypes.ModelDelta)
        {
            if (call.HandsOff) onDelta(step.Data["text"]!.GetValue<string>());
            return;
        }

        if (step.Type == RunEventTypes.Started) await tell(new ChildBegan(call.Id, step.Run, step.Data["node"]!.GetValue<string>()));
        else if (ChildSteps.TextOf(step) is { } text) await tell(new ChildMoved(call.Id, step.Sequence!.Value, step.Type, text));
    }

    private async Task<EffectOutcome?> FindEndAsync(CallAgent call, RunId? child, CancellationToken leave) =>
        child is { } run && await network().GetRunAsync(run, leave) is { } found && found.Status.HasEnded() ? OutcomeOf(call, found) : null;

    /// <param name="child">A run that has begun is waited for also where nobody may run its agent now.</param>
    private static bool MayPass(NetworkError error, RunId? child) => error is NetworkError.Unavailable or NetworkError.HistoryUnavailable
        or NetworkError.TooManyQueued or NetworkError.Detached || (error == NetworkError.NoCandidate && child is not null);

    private static string? WrongArguments(CallAgent call) => ToolArguments.Parse(call.Call.Arguments, AgentLinks.Schema).Error;

    private static RunRequest RequestOf(CallAgent call)
    {
        var arguments = ToolArguments.Parse(call.Call.Arguments, AgentLinks.Schema).Values;
        return new RunRequest(((JsonElement)arguments[AgentLinks.Input]!).GetString()!)
        {
            Agent = call.Agent.Value,
            RunId = GivenRunId.OfCall(call.IdempotencyKey),
            Deadline = call.Deadline,
            Limits = call.Limits,
            Origin = call.Origin,
            User = call.User,
        };
    }

    private static EffectOutcome OutcomeOf(CallAgent call, RunEvent terminal) => OutcomeOf(
        call,
        terminal.Type,
        terminal.Data["output"]?.GetValue<string>() ?? "",
        terminal.Data["error"]?.GetValue<string>(),
        RunUsage.FromJson(terminal.Data["usage"]));

    private static EffectOutcome OutcomeOf(CallAgent call, RunResult run)
    {
        var type = run.Status switch
        {
            RunStatus.Completed => RunEventTypes.Completed,
            RunStatus.Cancelled => RunEventTypes.Cancelled,
            _ => RunEventTypes.Failed,
        };
        return OutcomeOf(call, type, run.Output, run.Error, run.Usage);
    }

    private static EffectOutcome OutcomeOf(CallAgent call, string type, string output, string? error, RunUsage? used)
    {
        if (type == RunEventTypes.Completed) return new CompleteToolCall(call.Id, output) { Used = used };
        var how = type == RunEventTypes.Cancelled ? "was cancelled" : "failed";
        var work = output.Length == 0 ? "" : $" Until then it had: {output}";
        return new FailToolCall(call.Id, $"agent '{call.Agent}' {how}: {TextLimit.Clip(error ?? "")}{work}") { Used = used };
    }
}
