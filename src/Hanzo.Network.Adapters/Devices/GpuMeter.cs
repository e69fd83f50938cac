namespace Hanzo.Network.Adapters.Devices;

/// <summary>
/// How busy the busiest GPU is, as a tool told it lately. Reading only starts the next look, in the background: a tool
/// takes up to seconds.
/// </summary>
/// <param name="look">0 to 1; null when nothing tells. Ends by itself.</param>
internal sealed class GpuMeter(TimeProvider time, Func<CancellationToken, Task<double?>> look)
{
    /// <summary>Least time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Least time after a look at which nothing told.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>A slow tool is asked more rarely: it may take one part in so many of the time.</summary>
    private const int Share = 20;

    private readonly Lock _lock = new();
    private double? _busy;
    private long _nextAt = time.GetTimestamp();
    private bool _looking;

    /// <summary>Has not ended when its time was up: while it hangs, in a driver that is stuck, there is no next one.</summary>
    private Task _late = Task.CompletedTask;

    public double? Read()
    {
        lock (_lock)
        {
            if (!_looking && _late.IsCompleted && time.GetTimestamp() >= _nextAt)
            {
                _looking = true;
                _ = Task.Run(LookAsync);
            }

            return _busy;
        }
    }

    private async Task LookAsync()
    {
        var start = time.GetTimestamp();
        double? busy = null;
        // On another thread than this: a file of a driver can hang before there is a task.
        var looking = Task.Run(() => look(CancellationToken.None));
        try
        {
            busy = await looking.WaitAsync(SystemAccess.Limit, time);
        }
        catch (Exception)
        {
            // Unknown, as when nothing tells: the probe has noted why.
        }

        lock (_lock)
        {
            var took = time.GetElapsedTime(start) * Share;
            var pause = busy is null ? Rest : took > Interval ? took : Interval;
            _busy = busy is { } share ? Math.Clamp(share, 0, 1) : null;
            _nextAt = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
            _late = looking;
            _looking = false;
        }
    }
}
