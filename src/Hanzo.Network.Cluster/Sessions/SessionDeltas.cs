using System.Text;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Pieces of the reply under way, put together so that watchers get at most <see cref="PerSecond"/> of them.</summary>
internal sealed class SessionDeltas(SessionWatchers watchers, TimeProvider time, IScheduler scheduler, IActorRef session)
{
    public const int PerSecond = 20;

    /// <summary>So long pieces wait for watchers that still read what was before.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.0 / PerSecond);

    private readonly StringBuilder _text = new();
    private RunId? _run;
    private TimeSpan _first;
    private TimeSpan _next;
    private bool _isDue;

    public void Add(RunId run, string text)
    {
        if (_run != run) _text.Clear();
        _run = run;
        if (!watchers.WantDeltas(run.Number)) return;
        if (_text.Length == 0) _first = time.Elapsed();
        _text.Append(text);
        FlushInTime();
    }

    public void OnDue()
    {
        _isDue = false;
        FlushInTime();
    }

    /// <summary>
    /// To be called also when a watcher has caught up. A scheduler may be early, and late: then a piece may have gone in between.
    /// </summary>
    public void FlushInTime()
    {
        var now = time.Elapsed();
        if (_run is { } run && watchers.IsAwaited(run.Number) && now - _first < LongestWait) return;
        var wait = _next - now;
        if (wait <= TimeSpan.Zero) Flush();
        else if (!_isDue && _text.Length > 0)
        {
            _isDue = true;
            scheduler.ScheduleTellOnce(wait, session, Due.Instance, session);
        }
    }

    /// <summary>What has been put together goes before the event that follows it.</summary>
    public void Flush()
    {
        if (_text.Length == 0 || _run is not { } run) return;
        watchers.PublishDelta(RunEventProjection.Delta(run, time.GetUtcNow(), _text.ToString()));
        _text.Clear();
        _next = time.Elapsed() + Pause;
    }

    public sealed record Due
    {
        public static readonly Due Instance = new();
    }
}
