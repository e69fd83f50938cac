using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>
/// Names that the others were just asked for in vain: who asks for one in a loop costs the network one question a second. Callers of
/// all threads come here.
/// </summary>
internal sealed class UnknownAgents(TimeProvider time)
{
    public const int MaxNames = 1000;

    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<AgentName, TimeSpan> _since = [];

    public bool Contains(AgentName name)
    {
        lock (_lock) return _since.TryGetValue(name, out var since) && time.Elapsed() - since < RememberedFor;
    }

    /// <summary>More names than the bound within a second are asked for anew.</summary>
    public void Add(AgentName name)
    {
        var now = time.Elapsed();
        lock (_lock)
        {
            if (_since.Count >= MaxNames)
                foreach (var (old, since) in _since)
                    if (now - since >= RememberedFor) _since.Remove(old);
            if (_since.Count < MaxNames || _since.ContainsKey(name)) _since[name] = now;
        }
    }
}
