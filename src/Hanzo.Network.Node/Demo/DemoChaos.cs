using System.Collections.Immutable;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Children;

namespace Hanzo.Network.Node.Demo;

/// <summary>Kills the node that runs a session, again and again, and starts it anew.</summary>
/// <param name="onKill">Told of each kill when its run has ended.</param>
internal sealed class DemoChaos(DemoNetwork network, Action<DemoKillBody> onKill)
{
    public const int DefaultKills = 20;
    public const int MaxKills = 1000;

    /// <summary>What the answer of <see cref="DemoStream.Prompt"/> takes, about.</summary>
    private static readonly TimeSpan LatestKill = TimeSpan.FromSeconds(3.5);

    private static readonly TimeSpan RunTimeout = TimeSpan.FromSeconds(60);

    private readonly List<Watched> _runs = [];

    /// <exception cref="ChildException">A run does not go on, or a node does not come back.</exception>
    public async Task<DemoChaosBody> RunAsync(int seed, int kills, CancellationToken cancellation)
    {
        foreach (var moment in KillPlan.Draw(seed, kills, LatestKill))
        {
            var watched = await KillAsync(moment, cancellation);
            _runs.Add(watched);
            onKill(watched.Body);
            await network.Nodes.RestartAsync(watched.Body.Node, cancellation);
        }

        var lost = await LostAsync(cancellation);
        var bodies = _runs.Select(run => run.Body).ToImmutableArray();
        return new DemoChaosBody(
            network.Nodes.Name,
            seed,
            bodies,
            FailoverTimes.Of(_runs.Select(run => run.Failover)),
            bodies.Sum(body => body.EffectsReused),
            bodies.Sum(body => body.EffectsRepeated),
            lost);
    }

    private async Task<Watched> KillAsync(KillMoment moment, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(RunTimeout);
        try
        {
            var run = await network.Nodes.Pick(moment.AskedAt).RunAsync(DemoStream.Request, deadline.Token);
            var follower = new RunFollower(run.RunId, () => network.Nodes.Pick(moment.WatchedAt, besides: run.Node));
            var following = follower.FollowAsync(deadline.Token);
            await Task.Delay(moment.After, deadline.Token);
            var killed = WatchClock.Now;
            await network[run.Node].KillAsync();
            await following;
            var ended = await network.Nodes.Pick(moment.WatchedAt, besides: run.Node).GetRunAsync(run.RunId, deadline.Token);
            return Judge(moment, run, ended, follower.Steps, killed);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ChildException($"the run of kill {moment.Number} did not end within {RunTimeout.TotalSeconds} s.");
        }
    }

    private static Watched Judge(KillMoment moment, RunBody run, RunBody ended, ImmutableArray<SeenStep> seen, TimeSpan killed)
    {
        var (takeOvers, failover) = (TakeOvers.Of(seen), Failover.NextAnswer(seen, killed));
        var body = new DemoKillBody(
            moment.Number,
            run.Node,
            Math.Round(moment.After.TotalMilliseconds),
            ended.Node,
            failover is { } time ? Math.Round(time.TotalMilliseconds) : null,
            takeOvers.Reused,
            takeOvers.Repeated,
            ended.Status);
        return new Watched(body, run.RunId, seen, failover);
    }

    /// <summary>Asks for everything again, when all is over.</summary>
    private async Task<ImmutableArray<string>> LostAsync(CancellationToken cancellation)
    {
        var lost = ImmutableArray.CreateBuilder<string>();
        foreach (var run in _runs)
        {
            if (run.Body.Status != "completed") lost.Add($"run {run.RunId} {run.Body.Status}");
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(RunTimeout);
            var again = new RunFollower(run.RunId, () => network.Nodes.Pick(run.Body.Kill));
            try
            {
                await again.FollowAsync(deadline.Token);
                lost.AddRange(Acknowledged.Lost(run.RunId, run.Seen, again.Steps));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                lost.Add($"run {run.RunId} is not told any more: {again.Break ?? "nothing came"}");
            }
        }

        return lost.ToImmutable();
    }

    private sealed record Watched(DemoKillBody Body, string RunId, ImmutableArray<SeenStep> Seen, TimeSpan? Failover);
}
