namespace Akka.Embedded.Detection;

internal sealed record PhiAccrualSettings(
    double Threshold,
    int MaxSampleSize,
    TimeSpan MinStdDeviation,
    TimeSpan AcceptableHeartbeatPause,
    TimeSpan FirstHeartbeatEstimate)
{
    public void Validate()
    {
        Require(Threshold > 0, "threshold", Threshold, "> 0");
        Require(MaxSampleSize > 0, "max-sample-size", MaxSampleSize, "> 0");
        Require(MinStdDeviation > TimeSpan.Zero, "min-std-deviation", MinStdDeviation, "> 0");
        Require(AcceptableHeartbeatPause >= TimeSpan.Zero, "acceptable-heartbeat-pause", AcceptableHeartbeatPause, ">= 0");
        Require(FirstHeartbeatEstimate > TimeSpan.Zero, "heartbeat-interval", FirstHeartbeatEstimate, "> 0");
    }

    private static void Require(bool holds, string key, object value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"failure-detector.{key} is {value}; allowed: {range}.");
        }
    }
}
