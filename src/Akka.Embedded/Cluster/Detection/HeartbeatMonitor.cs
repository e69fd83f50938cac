using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Detection;

namespace Akka.Embedded.Membership;

/// <summary>One node's failure detectors for the nodes that it monitors.</summary>
internal sealed class HeartbeatMonitor(Func<FailureDetector> newDetector, TimeSpan expectedResponseAfter, TimeProvider time)
{
    private readonly SortedDictionary<UniqueAddress, Watch> _watched = [];

    public ImmutableSortedSet<UniqueAddress> Receivers { get; private set; } = [];

    public void SetReceivers(ImmutableSortedSet<UniqueAddress> receivers)
    {
        foreach (var gone in Receivers.Except(receivers))
        {
            _watched.Remove(gone);
        }

        foreach (var added in receivers.Except(Receivers))
        {
            _watched[added] = new Watch(newDetector(), time.GetTimestamp());
        }

        Receivers = receivers;
    }

    public void HeartbeatFrom(UniqueAddress node)
    {
        if (_watched.TryGetValue(node, out var watch))
        {
            watch.Detector.HeartBeat();
            watch.HeardAt = time.GetTimestamp();
            watch.HasEnded = false;
        }
    }

    /// <summary>
    /// The process at the address has ended: whoever is monitored there is unavailable until it is heard of again.
    /// </summary>
    public ImmutableArray<UniqueAddress> EndedAt(Address address)
    {
        var there = Receivers.Where(n => n.Address.Equals(address)).ToImmutableArray();
        foreach (var node in there)
        {
            _watched[node].HasEnded = true;
        }

        return there;
    }

    /// <summary>Members whose processes have ended, as far as anything proves it.</summary>
    public ImmutableSortedSet<UniqueAddress> Ended => [.. _watched.Where(w => w.Value.HasEnded).Select(w => w.Key)];

    /// <summary>True when one that is monitored has been silent for longer.</summary>
    public bool IsAnySilentFor(TimeSpan limit)
    {
        foreach (var (_, watch) in _watched)
        {
            if (time.GetElapsedTime(watch.HeardAt) > limit)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The monitored nodes by availability. One that never answered counts as heard of when its first answer is overdue,
    /// so that it becomes unavailable in the end.
    /// </summary>
    public (List<UniqueAddress> Available, List<UniqueAddress> Unavailable) Check()
    {
        List<UniqueAddress> available = [], unavailable = [];
        foreach (var (node, watch) in _watched)
        {
            if (!watch.Detector.IsMonitoring && time.GetElapsedTime(watch.Since) >= expectedResponseAfter)
            {
                watch.Detector.HeartBeat();
            }

            (watch is { HasEnded: false, Detector.IsAvailable: true } ? available : unavailable).Add(node);
        }

        return (available, unavailable);
    }

    private sealed record Watch(FailureDetector Detector, long Since)
    {
        public long HeardAt { get; set; } = Since;

        public bool HasEnded { get; set; }
    }
}
