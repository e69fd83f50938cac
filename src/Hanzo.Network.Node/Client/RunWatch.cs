using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Client;

/// <summary>Follows runs to their ends; where a node breaks the stream, at the next that is found, from the last event seen.</summary>
/// <param name="first">Not disposed of.</param>
/// <param name="reconnect">Finds a node, perhaps the same.</param>
internal sealed class RunWatch(NodeClient first, Func<NodeClient> reconnect, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>What a node that ends, or takes over, says.</summary>
    private static readonly string[] MayPass = [NodeClientException.Unreachable, "no_node", "node_ending", "unavailable"];

    private NodeClient? _next;
    private NodeClientException? _break;
    private long? _brokeAt;

    /// <summary>The node that is watched at.</summary>
    public NodeClient Node => _next ?? first;

    /// <summary>Each kept event once, the last one terminal. Pieces of replies may be missing where the stream broke.</summary>
    /// <exception cref="NodeClientException">No node has gone on with the stream for <see cref="Patience"/>, or one refuses to.</exception>
    public async IAsyncEnumerable<RunEventBody> WatchAsync(string runId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = 0L;
        while (true)
        {
            await using var events = Node.WatchAsync(runId, last, cancellation).GetAsyncEnumerator(cancellation);
            while (await IsThereMoreAsync(events))
            {
                var step = events.Current;
                last = step.Sequence ?? last;
                _brokeAt = null;
                yield return step;
                if (RunEventTypes.IsTerminal(step.Type)) yield break;
            }

            await GoOnAsync(cancellation);
        }
    }

    public void Dispose() => _next?.Dispose();

    /// <summary>A stream that ends before its run does has broken as well.</summary>
    private async Task<bool> IsThereMoreAsync(IAsyncEnumerator<RunEventBody> events)
    {
        try
        {
            _break = null;
            return await events.MoveNextAsync();
        }
        catch (NodeClientException e) when (MayPass.Contains(e.Code))
        {
            _break = e;
            return false;
        }
    }

    private async Task GoOnAsync(CancellationToken cancellation)
    {
        _brokeAt ??= time.GetTimestamp();
        await Task.Delay(Pause, time, cancellation);
        try
        {
            var next = reconnect();
            _next?.Dispose();
            _next = next;
        }
        catch (NodeClientException e) when (MayPass.Contains(e.Code))
        {
            _break = e;
        }

        if (time.GetElapsedTime(_brokeAt.Value) > Patience)
            throw _break ?? new NodeClientException(NodeClientException.Unreachable, "the stream of the run ended before the run did.");
    }
}
