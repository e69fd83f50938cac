using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Keeps a <see cref="RunClient"/> on a call, in one actor system after the other, until the call has ended.</summary>
internal sealed class RunPursuer(NodeProcess process, GenerationGate gate, AgentSightings sightings, RunBinder binder)
{
    private static readonly TimeSpan GetTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Ends with the call or with the caller's patience. Never throws: what happens is told to the call.</summary>
    public async Task PursueAsync(RunCall call, CancellationToken caller)
    {
        try
        {
            while (!call.Completed.IsCompleted && !caller.IsCancellationRequested)
            {
                // A run that has begun is worth more patience than one that has not.
                var patience = call.Pursuit.Known is null ? process.Options.RequestPatience : Pursuit.LostAfter;
                var generation = await gate.RequireAsync(process, patience, caller);
                await FollowAsync(call, generation, caller);
                // A client that stops before its call has ended stops with its system; the gate may not know that yet.
                if (!call.Completed.IsCompleted) await Task.WhenAny(generation.Withdrawn, call.Completed).WaitAsync(caller);
            }
        }
        catch (OperationCanceledException) when (caller.IsCancellationRequested)
        {
            // The caller does not wait any more.
        }
        catch (Exception error)
        {
            call.Fail(error);
        }
    }

    /// <exception cref="AgentNetworkException">Nobody has the slot or may have it, so nobody can answer for its runs.</exception>
    public async Task RequireHomeAsync(SlotId slot, CancellationToken cancellation)
    {
        await gate.RequireAsync(process, cancellation);
        await sightings.LookForHomeAsync(slot, cancellation);
        RequireHome(slot);
    }

    /// <summary>Null when the session knows no such run.</summary>
    public Task<RunResult?> FindAsync(RunId run, CancellationToken cancellation) =>
        FindAsync(new RunGet(new WireEnvelope(process.Ids.NewUlid()), run), $"run {run}", cancellation);

    /// <summary>The run that its caller gave this id; null: there is none.</summary>
    /// <exception cref="AgentNetworkException">Whether there is one cannot be known now.</exception>
    public async Task<RunResult?> FindGivenAsync(string id, CancellationToken cancellation)
    {
        if (!GivenRunId.IsValid(id)) return null;
        await gate.RequireAsync(process, cancellation);
        if (await binder.FindAsync(id, cancellation) is not { } bound) return null;
        var question = new RunFind(new WireEnvelope(process.Ids.NewUlid()), bound.Session, GivenRunId.RequestOf(id));
        return await FindAsync(question, $"run '{id}'", cancellation);
    }

    /// <exception cref="AgentNetworkException">It does not wait for that, is unknown, or does not answer.</exception>
    public async Task<RunResult> AnswerAsync(RunId run, ApprovalId approval, PersonAnswer answer, CancellationToken cancellation)
    {
        var envelope = new WireEnvelope(process.Ids.NewUlid());
        var question = new RunAnswer(envelope, run, approval.Step, answer.Approved, answer.Reason)
        {
            Number = approval.Number, Words = answer.Words,
        };
        return await ChangeAsync(question, run, cancellation);
    }

    /// <exception cref="AgentNetworkException">It has ended otherwise, is unknown, or does not answer.</exception>
    public Task<RunResult> CancelAsync(RunId run, string reason, CancellationToken cancellation) =>
        ChangeAsync(new RunCancel(new WireEnvelope(process.Ids.NewUlid()), run, reason), run, cancellation);

    /// <exception cref="AgentNetworkException">It is unknown, has a run that has not ended, or does not answer.</exception>
    public async Task DeleteAsync(SessionId session, CancellationToken cancellation)
    {
        var (wish, asked) = (new SessionRetire(session) { IsWanted = true }, 0);
        var retired = (SessionRetired)await AskAsync(wish, $"session {session}", cancellation, () => asked++);
        if (WhyNotDeleted(retired, asked) is { } refusal) throw refusal.ToException();
    }

    /// <param name="asked">How many times; when an answer was lost, the same wish may have had the session deleted before.</param>
    /// <returns>Null: it was deleted.</returns>
    internal static Refusal? WhyNotDeleted(SessionRetired retired, int asked) => retired switch
    {
        { Step: SessionStep.Delete } => null,
        { Step: SessionStep.Clear or SessionStep.Forget } when asked > 1 => null,
        { Error: { } error, Message: { } message } => new Refusal(error, message),
        _ => new Refusal(
            NetworkError.Unavailable, $"session '{retired.Session}' is at a node of an earlier version, which deletes none on request."),
    };

    private async Task<RunResult> ChangeAsync(ISessionMessage wish, RunId run, CancellationToken cancellation)
    {
        return await AskAsync(wish, $"the session of run {run}", cancellation) switch
        {
            RunAnswered { Conflict: { } conflict } => throw new AgentNetworkException(NetworkError.Conflict, conflict),
            RunAnswered answered => answered.Run,
            RunDeclined declined => throw new AgentNetworkException(declined.Error, declined.Message),
            _ => throw new AgentNetworkException(NetworkError.UnknownRun, $"run {run} is unknown."),
        };
    }

    private async Task<RunResult?> FindAsync(ISessionMessage question, string run, CancellationToken cancellation) =>
        await AskAsync(question, $"the session of {run}", cancellation) switch
        {
            RunFound found => found.Run,
            RunDeclined declined => throw new AgentNetworkException(declined.Error, declined.Message),
            _ => null,
        };

    /// <summary>Tells a session, again and again, until it answers.</summary>
    /// <param name="who">For people: whom nobody hears of.</param>
    /// <param name="asks">Told of each time.</param>
    private async Task<object> AskAsync(
        ISessionMessage question, string who, CancellationToken cancellation, Action? asks = null)
    {
        var slot = question.Session.Slot;
        await sightings.LookForHomeAsync(slot, cancellation);
        var deadline = process.Time.Elapsed() + process.Options.RequestPatience;
        ActorSelection? past = null;
        do
        {
            var generation = await gate.RequireAsync(process, cancellation);
            RequireHome(slot);
            asks?.Invoke();
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation, generation.EndedToken);
            try
            {
                var answer = await ((ICanTell?)past ?? generation.Region).Ask<object>(question, GetTimeout, asking.Token);
                if (answer is RunUnknown { Held: { } held }) throw new AgentNetworkException(NetworkError.HistoryUnavailable, held);
                return answer;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && asking.IsCancellationRequested)
            {
                // The next actor system will know.
                past = null;
            }
            catch (AskTimeoutException)
            {
                // The session is moving, or its node is gone and not yet down; or the region looks for a way that is known here.
                past = past is null ? SlotRoute.ToHost(generation.System, process.Board.Current, slot) : null;
            }
        }
        while (process.Time.Elapsed() < deadline);

        throw new AgentNetworkException(NetworkError.Unavailable, $"{who} does not answer.");
    }

    private void RequireHome(SlotId slot)
    {
        var snapshot = process.Board.Current;
        Dispatcher.RequireHistory(snapshot, slot);
        if (!snapshot.HasHome(slot)) Dispatcher.RequireCandidate(snapshot, slot.Agent);
    }

    private async Task FollowAsync(RunCall call, Generation generation, CancellationToken caller)
    {
        var stopped = Completions.New();
        if (TryStart(call, generation, stopped) is not { } client) return;
        using (caller.Register(() => client.Tell(RunClient.Abandon.Instance)))
        {
            // A client created while its system ends may never run; then the generation's end is the sign.
            await Task.WhenAny(stopped.Task, generation.Ended);
        }
    }

    /// <summary>Null: the system is ending and takes no more actors.</summary>
    private IActorRef? TryStart(RunCall call, Generation generation, TaskCompletionSource stopped)
    {
        try
        {
            var newClient = ActorsSetup.Of(generation.System).RunClient;
            return generation.System.ActorOf(newClient(call, generation.Region, process.Time, stopped, generation.EndedToken));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
