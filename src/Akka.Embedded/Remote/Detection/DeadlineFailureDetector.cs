namespace Akka.Embedded.Detection;

/// <summary>Unavailable when the last heartbeat is older than interval + pause.</summary>
internal sealed class DeadlineFailureDetector(TimeSpan acceptablePause, TimeSpan heartbeatInterval, TimeProvider time) : FailureDetector
{
    private readonly TimeSpan _deadline = acceptablePause + heartbeatInterval;
    private long? _last;

    public override bool IsAvailable => _last is not { } last || time.GetElapsedTime(last) < _deadline;

    public override bool IsMonitoring => _last.HasValue;

    public override void HeartBeat() => _last = time.GetTimestamp();
}
