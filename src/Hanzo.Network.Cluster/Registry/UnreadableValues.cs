using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Keys whose value could not be read, told when it begins and not with each of their changes.</summary>
internal sealed class UnreadableValues(ILogger log)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public void Add(string key, string error)
    {
        if (_keys.Add(key)) RegistryLog.Unreadable(log, key, error);
    }

    public void Remove(string key) => _keys.Remove(key);
}
