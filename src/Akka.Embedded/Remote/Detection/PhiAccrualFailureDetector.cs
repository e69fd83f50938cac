namespace Akka.Embedded.Detection;

/// <summary>
/// The phi accrual failure detector (Hayashibara et al., 2004): phi = -log10 of the probability that a heartbeat comes this
/// late, given the past intervals. Available while phi is below the threshold.
/// </summary>
internal sealed class PhiAccrualFailureDetector : FailureDetector
{
    private readonly PhiAccrualSettings _settings;
    private readonly TimeProvider _time;
    private readonly HeartbeatHistory _history;
    private long? _last;

    public PhiAccrualFailureDetector(PhiAccrualSettings settings, TimeProvider time)
    {
        settings.Validate();
        _settings = settings;
        _time = time;
        _history = new HeartbeatHistory(settings.MaxSampleSize);

        // Two samples around the estimate give a deviation of a quarter of it until real intervals are known.
        var mean = settings.FirstHeartbeatEstimate.TotalMilliseconds;
        _history.Add(mean - (mean / 4));
        _history.Add(mean + (mean / 4));
    }

    public override bool IsAvailable => Phi < _settings.Threshold;

    public override bool IsMonitoring => _last.HasValue;

    public double Phi => _last is not { } last ? 0 : PhiAfter(
        _time.GetElapsedTime(last).TotalMilliseconds,
        _history.Mean + _settings.AcceptableHeartbeatPause.TotalMilliseconds,
        Math.Max(_history.StandardDeviation, _settings.MinStdDeviation.TotalMilliseconds));

    public override void HeartBeat()
    {
        var now = _time.GetTimestamp();
        if (_last is { } last && IsAvailable)
        {
            _history.Add(_time.GetElapsedTime(last, now).TotalMilliseconds);
        }

        _last = now;
    }

    /// <summary>The tail of the normal distribution by its logistic approximation (error below 0.00014).</summary>
    private static double PhiAfter(double elapsed, double mean, double deviation)
    {
        var y = (elapsed - mean) / deviation;
        var e = Math.Exp(-y * (1.5976 + (0.070566 * y * y)));
        return elapsed > mean ? -Math.Log10(e / (1 + e)) : -Math.Log10(1 - (1 / (1 + e)));
    }
}
