using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// What its store has stopped, a session or an index, goes on when the store does, though maybe nobody waits for it. One wake at a
/// time is under way to each, however often it is stopped meanwhile.
/// </summary>
internal sealed class SessionWaking(TimeProvider time)
{
    /// <summary>A store that failed is asked again after this time.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    /// <summary>A wake that may have come already is none: schedulers are early or late.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>Wakes kept in mind before those of the past are forgotten.</summary>
    private const int Many = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TimeSpan> _due = new(StringComparer.Ordinal);

    /// <param name="id">The persistence id of what is woken.</param>
    /// <param name="wake">For the region of sessions.</param>
    public void Later(ActorSystem system, string id, object wake)
    {
        if (!TryBegin(id)) return;
        var region = ClusterSharding.Get(system).ShardRegion(SessionRegion.TypeName);
        system.Scheduler.ScheduleTellOnce(After, region, wake, ActorRefs.NoSender);
    }

    /// <returns>False: a wake is under way already.</returns>
    public bool TryBegin(string id)
    {
        var now = time.Elapsed();
        lock (_lock)
        {
            if (_due.TryGetValue(id, out var due) && now + Slack < due) return false;
            if (_due.Count >= Many)
                foreach (var past in _due.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToArray()) _due.Remove(past);
            _due[id] = now + After;
            return true;
        }
    }
}
