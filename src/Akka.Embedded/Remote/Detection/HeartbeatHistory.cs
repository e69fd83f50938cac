namespace Akka.Embedded.Detection;

/// <summary>Mean and standard deviation of the last intervals, in milliseconds.</summary>
internal sealed class HeartbeatHistory(int maxSamples)
{
    private readonly Queue<double> _intervals = new();
    private double _sum;
    private double _squares;

    public double Mean => _sum / _intervals.Count;

    public double StandardDeviation => Math.Sqrt(Math.Max(0, (_squares / _intervals.Count) - (Mean * Mean)));

    public void Add(double interval)
    {
        if (_intervals.Count == maxSamples)
        {
            var oldest = _intervals.Dequeue();
            _sum -= oldest;
            _squares -= oldest * oldest;
        }

        _intervals.Enqueue(interval);
        _sum += interval;
        _squares += interval * interval;
    }
}
