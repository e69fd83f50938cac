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

    /// <summary>The last look under way or done, for tests to wait for.</summary>
    internal Task Looking { get; private set; } = Task.CompletedTask;

    public double? Read()
    {
        lock (_lock)
        {
            if (!_looking && time.GetTimestamp() >= _nextAt)
            {
                _looking = true;
                Looking = Task.Run(LookAsync);
            }

            return _busy;
        }
    }

    private async Task LookAsync()
    {
        var start = time.GetTimestamp();
        double? busy = null;
        try
        {
            busy = await look(CancellationToken.None).WaitAsync(SystemAccess.Limit, time);
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
            _looking = false;
        }
    }
}
