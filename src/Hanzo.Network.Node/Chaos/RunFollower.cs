using System.Collections.Immutable;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Chaos;

/// <summary>Watches one run to its end; where the stream breaks, at another node, from the last step that was seen.</summary>
/// <param name="watchAt">Asked for each stream that is begun.</param>
/// <param name="onStep">Told of each step as it comes.</param>
internal sealed class RunFollower(string runId, Func<NodeClient> watchAt, Action<RunEventBody>? onStep = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly List<SeenStep> _steps = [];
    private long _last;

    /// <summary>In the order in which they came.</summary>
    public ImmutableArray<SeenStep> Steps
    {
        get
        {
            lock (_gate) return [.. _steps];
        }
    }

    /// <summary>Why the stream broke last; null: it never did.</summary>
    public string? Break { get; private set; }

    /// <summary>Ends when the run has ended.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        using var pause = new PeriodicTimer(Pause);
        while (!await FollowOnceAsync(cancellation)) await pause.WaitForNextTickAsync(cancellation);
    }

    /// <returns>Whether the run has ended.</returns>
    private async Task<bool> FollowOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var step in watchAt().WatchAsync(runId, _last, cancellation))
            {
                var seen = SeenStep.From(step, WatchClock.Now);
                lock (_gate) _steps.Add(seen);
                _last = seen.Sequence ?? _last;
                onStep?.Invoke(step);
                if (seen.IsTerminal) return true;
            }

            Break = "the stream ended before the run";
        }
        catch (Exception e) when (e is NodeClientException or IOException)
        {
            Break = e.Message;
        }

        return false;
    }
}
