using Akka.Actor;
using Akka.Embedded.Detection;

namespace Akka.Embedded.Remoting;

/// <summary>One address with watches across, and its failure detector.</summary>
internal sealed class WatchedPeer(RemoteSettings settings, TimeProvider time, int uid)
{
    private PhiAccrualFailureDetector _detector = new(settings.WatchDetector, time);
    private long _since = time.GetTimestamp();

    public HashSet<(IActorRef Watchee, IActorRef Watcher)> Watches { get; } = [];

    /// <summary>The incarnation to which the watches belong; 0: none was met yet.</summary>
    public int Uid { get; private set; } = uid;

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

    /// <summary>A watch of a path alone ends with the name of the incarnation that was there.</summary>
    public bool Remove(IActorRef watchee, IActorRef watcher) =>
        Watches.Remove((watchee, watcher))
        || Watches.RemoveWhere(w => w.Watchee.Path.Uid == 0 && w.Watchee.Path.Equals(watchee.Path) && w.Watcher.Equals(watcher)) > 0;

    public void HeartBeat(int uid)
    {
        Uid = uid;
        _detector.HeartBeat();
    }

    public void BeginAnew()
    {
        _detector = new PhiAccrualFailureDetector(settings.WatchDetector, time);
        _since = time.GetTimestamp();
    }
}
