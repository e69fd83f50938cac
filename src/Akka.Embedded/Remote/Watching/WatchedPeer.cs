using Akka.Actor;
using Akka.Embedded.Detection;

namespace Akka.Embedded.Remoting;

/// <summary>One address with watches across, and its failure detector.</summary>
internal sealed class WatchedPeer(RemoteSettings settings, TimeProvider time)
{
    private PhiAccrualFailureDetector _detector = new(settings.WatchDetector, time);
    private long _since = time.GetTimestamp();

    public HashSet<(IActorRef Watchee, IActorRef Watcher)> Watches { get; } = [];

    /// <summary>One that never answered counts as heard of when its first answer is overdue.</summary>
    public bool IsAvailable
    {
        get
        {
            if (!_detector.IsMonitoring && time.GetElapsedTime(_since) >= settings.WatchExpectedResponseAfter)
            {
                _detector.HeartBeat();
            }

            return _detector.IsAvailable;
        }
    }

    public void HeartBeat() => _detector.HeartBeat();

    public void BeginAnew()
    {
        _detector = new PhiAccrualFailureDetector(settings.WatchDetector, time);
        _since = time.GetTimestamp();
    }
}
