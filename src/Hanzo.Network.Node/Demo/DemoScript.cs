using System.Collections.Immutable;
using System.Diagnostics;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Children;
using Hanzo.Network.Node.Client;
using static Hanzo.Network.Node.Demo.DemoNetwork;

namespace Hanzo.Network.Node.Demo;

/// <summary>What the demo asks, and whom.</summary>
internal sealed class DemoScript(DemoNetwork network)
{
    public const string Victim = GpuServer;
    private static readonly TimeSpan RunTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan NoticeTimeout = TimeSpan.FromSeconds(20);

    private static readonly ImmutableArray<(string AskedAt, string Agent, string Prompt)> Before =
    [
        (Laptop, "math", "What is (19 + 5) * 5 - 19?"),
        (GpuServer, "text", "Count the words of: the quick brown fox jumps over the lazy dog"),
        (Pi, "device", "Describe the device that you run on."),
        (Laptop, "painter", "Describe the device that you would paint on."),
        (Pi, "auto", "Calculate sqrt(1764)"),
    ];

    private static readonly ImmutableArray<(string AskedAt, string Agent, string Prompt)> After =
    [
        (Pi, "math", "What is 6 * 7?"),
        (Laptop, "painter", "Describe the device that you would paint on."),
    ];

    public Task<ImmutableArray<DemoRunBody>> AskAsync(CancellationToken cancellation) => AskAllAsync(Before, cancellation);

    public Task<ImmutableArray<DemoRunBody>> AskAfterLossAsync(CancellationToken cancellation) => AskAllAsync(After, cancellation);

    /// <summary>Kills the fastest node and waits until the others have noticed.</summary>
    /// <exception cref="ChildException">They do not notice in time.</exception>
    public async Task<DemoLossBody> LoseAsync(CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        await network[Victim].KillAsync();
        await Task.WhenAll(Ids.Where(id => id != Victim).Select(id =>
            network.Nodes.UntilAsync(id, $"{Victim} is gone", NoticeTimeout, seen => !seen.Peers.ContainsKey(Victim), cancellation)));
        return new DemoLossBody(Victim, Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds));
    }

    private async Task<ImmutableArray<DemoRunBody>> AskAllAsync(
        ImmutableArray<(string AskedAt, string Agent, string Prompt)> questions, CancellationToken cancellation)
    {
        var runs = ImmutableArray.CreateBuilder<DemoRunBody>(questions.Length);
        foreach (var (askedAt, agent, prompt) in questions) runs.Add(await AskAsync(askedAt, agent, prompt, cancellation));
        return runs.MoveToImmutable();
    }

    private async Task<DemoRunBody> AskAsync(string askedAt, string agent, string prompt, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(RunTimeout);
        try
        {
            var run = await network[askedAt].Client.RunAsync(new RunRequestBody { Agent = agent, Input = prompt }, deadline.Token);
            return new DemoRunBody(askedAt, run.Agent, prompt, run.Node, run.Error ?? run.Output, run.Why);
        }
        catch (NodeClientException refused)
        {
            return new DemoRunBody(askedAt, agent, prompt, null, refused.Message, $"refused: {refused.Code}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ChildException($"{agent}, asked at {askedAt}, did not answer within {RunTimeout.TotalSeconds} s.");
        }
    }
}
