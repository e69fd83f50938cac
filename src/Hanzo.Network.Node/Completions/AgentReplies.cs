using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Completions;

/// <summary>Asks agents. A run whose answer nobody waits for any more is cancelled.</summary>
internal sealed partial class AgentReplies(IAgentNetwork network, TimeProvider time, ILogger<AgentReplies> logger)
{
    public const string LeftReason = "whoever asked has gone";

    /// <summary>Pieces that wait for a client that is slow to read; beyond them, whole pieces of the reply are lost.</summary>
    private const int MaxWaiting = 1024;

    /// <summary>For a run to begin whose caller has gone meanwhile, and for its end.</summary>
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(10);

    /// <param name="model">As the client named who is asked.</param>
    /// <param name="stopping">This node ends: the run is let be.</param>
    /// <param name="cancellation">The client has gone, or the node ends.</param>
    public async IAsyncEnumerable<ReplyPart> AskAsync(
        RunRequest request, string model, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var asked = new AskedRun(new RunReply(model));
        using var reading = new CancellationTokenSource();
        var pump = PumpAsync(request, asked, reading.Token);
        try
        {
            await foreach (var part in asked.Parts.Reader.ReadAllAsync(cancellation)) yield return part;
        }
        finally
        {
            var isLeft = !pump.IsCompleted && !stopping.IsCancellationRequested;
            if (isLeft) await Task.WhenAny(asked.Begun.Task, pump, Task.Delay(CancelWithin, time, CancellationToken.None));
            reading.Cancel();
            await pump;
            if (isLeft && asked.Reply is { Run: { } run, HasEnded: false }) await CancelAsync(run);
        }
    }

    /// <summary>Reads ahead of the client, so that one that reads slowly misses nothing.</summary>
    private async Task PumpAsync(RunRequest request, AskedRun asked, CancellationToken reading)
    {
        try
        {
            await foreach (var e in network.StreamAsync(request, reading))
            {
                foreach (var part in asked.Reply.Take(e)) await asked.Parts.Writer.WriteAsync(part, reading);
                asked.Begun.TrySetResult();
            }

            asked.Parts.Writer.Complete();
        }
        catch (Exception e)
        {
            asked.Parts.Writer.TryComplete(e); // the reader throws it
        }
    }

    private async Task CancelAsync(RunId run)
    {
        using var limit = new CancellationTokenSource(CancelWithin, time);
        try
        {
            await network.CancelAsync(run, LeftReason, limit.Token);
        }
        catch (AgentNetworkException e) when (e.Error is NetworkError.Conflict)
        {
            // It has ended by itself.
        }
        catch (Exception e) when (e is AgentNetworkException or OperationCanceledException)
        {
            LogNotCancelled(run, e);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "Run {Run}, whose caller has gone, could not be cancelled; it goes on.")]
    private partial void LogNotCancelled(RunId run, Exception e);

    private sealed record AskedRun(RunReply Reply)
    {
        public Channel<ReplyPart> Parts { get; } = Channel.CreateBounded<ReplyPart>(
            new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true });

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
