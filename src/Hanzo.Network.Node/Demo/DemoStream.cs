using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Chaos;
using Hanzo.Network.Node.Children;
using static Hanzo.Network.Node.Demo.DemoNetwork;

namespace Hanzo.Network.Node.Demo;

/// <summary>A long answer that is watched word by word while the node that gives it is killed.</summary>
internal sealed class DemoStream
{
    public const string WatchedAt = Pi;

    public const string Prompt =
        """
        Summarize in 20 sentences: A ship had three pumps, and each of them had been built by somebody else. The first was large and
        loud. The second ran for days without a word. The third was so small that the cook kept onions on it. One night the first
        pump stopped in the middle of a stroke. Nobody gave an order. The second had counted every stroke of the first, and went on
        with the next one. In the morning the ship was dry, and the cook had to find another place for the onions.
        """;

    /// <summary>Pieces of the answer that have come when it is "in the middle".</summary>
    private const int PiecesFirst = 20;

    private static readonly TimeSpan BeginTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);

    private readonly DemoNetwork _network;
    private readonly RunBody _run;
    private readonly RunFollower _follower;
    private readonly TaskCompletionSource _inTheMiddle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pieces;

    private DemoStream(DemoNetwork network, RunBody run)
    {
        (_network, _run) = (network, run);
        _follower = new RunFollower(run.RunId, () => network[WatchedAt].Client, OnStep);
    }

    /// <summary>The node that runs it at first.</summary>
    public string Node => _run.Node;

    public static RunRequestBody Request => new() { Agent = "teller", Input = Prompt, Wait = false };

    /// <summary>Begins one, and has it cut in the middle.</summary>
    /// <param name="cut">Is given the node that runs it and what it has said.</param>
    /// <returns>How the same stream went on.</returns>
    /// <exception cref="ChildException">It does not begin, is cut too late, or does not go on.</exception>
    public static async Task<DemoStreamBody> ShowAsync(
        DemoNetwork network, Func<string, string, Task> cut, CancellationToken cancellation)
    {
        var run = await network[WatchedAt].Client.RunAsync(Request, cancellation);
        return await new DemoStream(network, run).ShowAsync(cut, cancellation);
    }

    private async Task<DemoStreamBody> ShowAsync(Func<string, string, Task> cut, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(EndTimeout);
        var following = _follower.FollowAsync(deadline.Token);
        try
        {
            await await Task.WhenAny(_inTheMiddle.Task.WaitAsync(BeginTimeout, deadline.Token), following);
            var killed = WatchClock.Now;
            await cut(Node, TextOf(_follower.Steps));
            await following;
            return await ToBodyAsync(killed, deadline.Token);
        }
        catch (TimeoutException)
        {
            throw new ChildException($"the answer watched at {WatchedAt} did not begin within {BeginTimeout.TotalSeconds} s.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ChildException(
                $"the answer watched at {WatchedAt} did not end within {EndTimeout.TotalSeconds} s: {_follower.Break ?? "nothing came"}.");
        }
        finally
        {
            deadline.Cancel();
        }
    }

    private async Task<DemoStreamBody> ToBodyAsync(TimeSpan killed, CancellationToken cancellation)
    {
        var (steps, ended) = (_follower.Steps, await _network[WatchedAt].Client.GetRunAsync(_run.RunId, cancellation));
        var (takeOvers, failover) = (TakeOvers.Of(steps), Failover.NextAnswer(steps, killed));
        if (takeOvers.Count == 0) throw new ChildException($"the answer had ended on {Node} before that was killed.");
        return new DemoStreamBody(
            _run.RunId,
            WatchedAt,
            Node,
            ended.Node,
            TextOf(steps.Where(step => step.At <= killed + Failover.InFlight)),
            TextOf(steps.Where(step => step.At > killed + Failover.InFlight)),
            failover is { } time ? Math.Round(time.TotalMilliseconds) : null,
            takeOvers.Reused,
            takeOvers.Repeated,
            ended.Status,
            ended.Error ?? ended.Output);
    }

    private void OnStep(RunEventBody step)
    {
        if (step.Type == RunEventTypes.ModelDelta && ++_pieces == PiecesFirst) _inTheMiddle.TrySetResult();
    }

    private static string TextOf(IEnumerable<SeenStep> steps) => string.Concat(steps.Select(step => step.Text)).ReplaceLineEndings(" ");
}
