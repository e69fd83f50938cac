using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;

namespace Hanzo.Network.Simulation.Work;

/// <summary>How a client asks for its run.</summary>
internal enum AskKind
{
    Run,
    Stream,

    /// <summary>Starts it and watches it then.</summary>
    StartAndWatch,
}

/// <summary>One call of a client, in the process that it calls; gone with it. Tells the checkers what the client is told.</summary>
internal sealed class ClientCall(string request, ISimulatedNode node, TimeProvider world, RunLedger ledger, Action<Observation> observe)
{
    private readonly int _life = node.Life;

    /// <summary>The client has been told how its run ended, or that it will not be told.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Nobody waits any more: the call is over, or its process has ended.</summary>
    public bool IsGone => IsOver || node.Process is null || node.Life != _life;

    /// <param name="patience">Of the client, who then goes away; null: it waits as long as it takes.</param>
    public async Task AskAsync(RunRequest run, AskKind kind, TimeSpan? patience)
    {
        using var leaves = new CancellationTokenSource(patience ?? Timeout.InfiniteTimeSpan, node.Process!.Time);
        observe(new RunAsked(world.Now(), node.Index, _life, request, run.Session?.ToString() ?? ""));
        await EndAsync(() => AskAsync(node.Network!, run, kind, leaves.Token));
    }

    public async Task WatchAsync(RunId run)
    {
        observe(new RunWatched(world.Now(), node.Index, _life, request, run.ToString()));
        await EndAsync(() => FollowAsync(node.Network!.WatchAsync(run)));
    }

    private async Task AskAsync(IAgentNetwork network, RunRequest run, AskKind kind, CancellationToken cancellation)
    {
        switch (kind)
        {
            case AskKind.Run:
                Ended(await network.RunAsync(run, cancellation));
                break;
            case AskKind.Stream:
                await FollowAsync(network.StreamAsync(run, cancellation));
                break;
            case AskKind.StartAndWatch:
                var started = await network.StartAsync(run, cancellation);
                Accepted(started.Id);
                await FollowAsync(network.WatchAsync(started.Id, after: 0, cancellation));
                break;
        }
    }

    private async Task FollowAsync(IAsyncEnumerable<RunEvent> events)
    {
        RunId? known = null;
        await foreach (var @event in events)
        {
            if (known is null) Accepted(@event.Run);
            known = @event.Run;
            if (!@event.IsTerminal) continue;
            Ended(@event.Run, @event.Type["run.".Length..], @event.Data["output"]?.GetValue<string>() ?? "");
        }

        if (!IsOver) Refused("NoEnd: the events ended before the run did.");
    }

    private async Task EndAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AgentNetworkException refused)
        {
            Refused($"{refused.Error}: {refused.Message}");
        }
        catch (OperationCanceledException)
        {
            Refused("GaveUp: the client did not wait any longer.");
        }
        catch (Exception unexpected)
        {
            Refused($"{unexpected.GetType().Name}: {unexpected.Message}");
        }
    }

    private void Accepted(RunId run)
    {
        ledger.Accepted(run);
        observe(new RunAccepted(world.Now(), node.Index, _life, request, run.ToString()));
    }

    private void Ended(RunResult result) => Ended(result.Id, NameOf(result.Status), result.Output);

    private void Ended(RunId run, string status, string output)
    {
        IsOver = true;
        ledger.Ended(run);
        observe(new RunEnded(world.Now(), node.Index, _life, request, run.ToString(), status, output));
    }

    private void Refused(string error)
    {
        if (IsOver) return;
        IsOver = true;
        observe(new RunRefused(world.Now(), node.Index, _life, request, error));
    }

    private static string NameOf(RunStatus status) => status switch
    {
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "a run that has ended is completed, failed or cancelled."),
    };
}
