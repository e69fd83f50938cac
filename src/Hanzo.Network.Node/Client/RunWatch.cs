using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>
/// Asks for runs and follows them to their ends; where a node fails, at the next that is found, from the last event seen.
/// </summary>
/// <param name="first">Not disposed of.</param>
/// <param name="reconnect">Finds a node, perhaps the same.</param>
internal sealed class RunWatch(NodeClient first, Func<NodeClient> reconnect, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>What a node that ends, or takes over, says.</summary>
    private static readonly string[] Passing = [NodeClientException.Unreachable, "no_node", "node_ending", "unavailable"];

    private NodeClient? _next;
    private NodeClientException? _why;
    private StreamBreak _break = StreamBreak.None;

    /// <summary>The node that is asked.</summary>
    public NodeClient Node => _next ?? first;

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Whether another node, or the same one later, may say something else.</summary>
    public static bool MayPass(NodeClientException e) => Passing.Contains(e.Code);

    /// <summary>Begins a run, or finds it under its id where an attempt began it whose answer was lost.</summary>
    /// <param name="request">Names the run.</param>
    /// <exception cref="NodeClientException">No node has answered for <see cref="Patience"/>, or one refuses.</exception>
    public Task<RunBody> StartAsync(RunRequestBody request, CancellationToken cancellation) =>
        PersistAsync(node => node.RunAsync(request, cancellation), cancellation);

    /// <summary>The run as it is now.</summary>
    /// <exception cref="NodeClientException">As <see cref="StartAsync"/>.</exception>
    public Task<RunBody> GetAsync(string runId, CancellationToken cancellation) =>
        PersistAsync(node => node.GetRunAsync(runId, cancellation), cancellation);

    /// <summary>Each kept event once, the last one terminal. Pieces of replies may be missing where the stream broke.</summary>
    /// <exception cref="NodeClientException">No node has gone on with the stream for <see cref="Patience"/>, or one refuses to.</exception>
    public async IAsyncEnumerable<RunEventBody> WatchAsync(string runId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = 0L;
        while (true)
        {
            await using var events = Node.WatchAsync(runId, last, () => _break = _break.Open(Now), cancellation)
                .GetAsyncEnumerator(cancellation);
            while (await IsThereMoreAsync(events))
            {
                var step = events.Current;
                last = step.Sequence ?? last;
                _break = _break.GoOn();
                yield return step;
                if (RunEventTypes.IsTerminal(step.Type)) yield break;
            }

            await GoOnAsync(cancellation);
        }
    }

    public void Dispose() => _next?.Dispose();

    private async Task<RunBody> PersistAsync(Func<NodeClient, Task<RunBody>> ask, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var run = await ask(Node);
                _break = StreamBreak.None;
                return run;
            }
            catch (NodeClientException e) when (MayPass(e))
            {
                _why = e;
            }

            await GoOnAsync(cancellation);
        }
    }

    /// <summary>A stream that ends before its run does has broken as well.</summary>
    private async Task<bool> IsThereMoreAsync(IAsyncEnumerator<RunEventBody> events)
    {
        try
        {
            _why = null;
            return await events.MoveNextAsync();
        }
        catch (NodeClientException e) when (MayPass(e))
        {
            _why = e;
            return false;
        }
    }

    private async Task GoOnAsync(CancellationToken cancellation)
    {
        _break = _break.Break(Now);
        await Task.Delay(Pause, time, cancellation);
        try
        {
            var next = reconnect();
            _next?.Dispose();
            _next = next;
        }
        catch (NodeClientException e) when (MayPass(e))
        {
            _why = e;
        }

        if (Now - _break.Since > Patience)
            throw _why ?? new NodeClientException(NodeClientException.Unreachable, "the stream of the run ended before the run did.");
    }
}
