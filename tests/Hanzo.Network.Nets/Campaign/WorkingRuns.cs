using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Kills.Campaign;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Nets.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>When a run was asked for and acknowledged, at which node.</summary>
internal sealed record AskedRun(string At, TimeSpan Asked, TimeSpan Acknowledged, RunBody Run)
{
    public TimeSpan Took => Acknowledged - Asked;
}

/// <summary>
/// Runs of an agent whose tools leave their effects in a folder, asked for at every node again and again, each in a session of its own;
/// then what became of them.
/// </summary>
internal sealed class WorkingRuns(IReadOnlyList<LabNode> nodes, EffectFolder effects)
{
    /// <summary>At a time: a node takes so many connections and no more.</summary>
    private const int MostJudged = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerAgainAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public ConcurrentQueue<AskedRun> Asked { get; } = [];

    /// <summary>Until told to stop.</summary>
    public Task WorkAsync(CancellationToken stop) => Task.WhenAll(nodes.Select(node => AskAsync(node, stop)));

    /// <summary>Empty: every run that was acknowledged has ended well, and took each effect once that may not be repeated.</summary>
    public async Task<ImmutableArray<string>> WrongAsync()
    {
        var runs = Asked.ToArray();
        var ends = new (RunEnd? End, string? Problem)[runs.Length];
        await Parallel.ForAsync(
            0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = MostJudged },
            async (index, _) => ends[index] = await EndAsync(runs[index].Run, nodes[index % nodes.Count]));
        var found = effects.ReadAll();
        return
        [
            .. EffectJudge.Twice(found),
            .. runs.Zip(ends).SelectMany(pair => WrongRun(pair.First.Run, pair.Second, found)),
        ];
    }

    private static IEnumerable<string> WrongRun(
        RunBody run, (RunEnd? End, string? Problem) told, ImmutableDictionary<EffectCall, int> found)
    {
        if (told.Problem is { } problem) return [problem];
        var log = new RunLog(run.RunId, run.Session, []);
        return RunJudge.Wrong(log, told.End).Concat(told.End is { } end ? EffectJudge.Missing(log, end, found) : []);
    }

    /// <summary>Each is asked for at its time, whatever became of those before it.</summary>
    private async Task AskAsync(LabNode node, CancellationToken stop)
    {
        using var pause = new PeriodicTimer(Pause);
        var asking = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            asking.RemoveAll(done => done.IsCompletedSuccessfully);
            asking.Add(AskOnceAsync(node));
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(asking);
    }

    private async Task AskOnceAsync(LabNode node)
    {
        var asked = WatchClock.Now;
        using var deadline = new CancellationTokenSource(CallTimeout);
        try
        {
            var request = new RunRequestBody { Agent = WorkAgent.Name, Input = "work", Placement = "random", Wait = false };
            var run = await node.Client.RunAsync(request, deadline.Token);
            Asked.Enqueue(new AskedRun(node.Id, asked, WatchClock.Now, run));
        }
        catch (Exception e) when (Unanswered.Is(e) || e is OperationCanceledException)
        {
            // Not acknowledged: it may have begun all the same.
        }
    }

    /// <summary>What the run came to; a person's answers are given on the way, by what the tools have left.</summary>
    private async Task<(RunEnd? End, string? Problem)> EndAsync(RunBody run, LabNode asked)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var answers = new List<Task>();
        var id = $"{run.Session}.1";
        var follower = new RunFollower(id, () => asked.Client, step =>
        {
            if (step.Type == RunEventTypes.ApprovalRequested) answers.Add(AnswerAsync(run, id, step, asked, deadline.Token));
        });
        try
        {
            await follower.FollowAsync(deadline.Token);
            await Task.WhenAll(answers);
            var now = await asked.Client.GetRunAsync(id, deadline.Token);
            return (new RunEnd(now.Status, now.Output, now.Error, follower.Steps), null);
        }
        catch (Exception e) when (e is OperationCanceledException || Unanswered.Is(e))
        {
            var last = follower.Steps.LastOrDefault();
            return (null, $"run {id} of {run.Node}, asked about at {asked.Id}, is not told to its end: {follower.Break ?? e.Message}; "
                + $"last seen: {last?.Type ?? "nothing"} {last?.Data}");
        }
    }

    private async Task AnswerAsync(RunBody run, string id, RunEventBody step, LabNode asked, CancellationToken cancellation)
    {
        var number = step.Data["step"]!.GetValue<int>();
        var approval = step.Data["approval"]!.GetValue<string>();
        var isDone = effects.Has(new RunLog(run.RunId, run.Session, []).KeyOf(number));
        var answer = new AnswerBody(!isDone, isDone ? "it is done already" : "it was not done");
        using var again = new PeriodicTimer(AnswerAgainAfter);
        while (true)
        {
            try
            {
                await asked.Client.AnswerAsync(id, approval, answer, cancellation);
                return;
            }
            catch (Node.Client.NodeClientException e) when (e.Code == "conflict")
            {
                return; // it was answered before
            }
            catch (Exception e) when (Unanswered.Is(e))
            {
                await again.WaitForNextTickAsync(cancellation);
            }
        }
    }
}
