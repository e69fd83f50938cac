using Akka.Cluster;

namespace Akka.Embedded.Tools.PublishSubscribe;

/// <summary>Which nodes have receivers for what.</summary>
internal sealed class Holders
{
    private readonly Dictionary<EntryKey, List<UniqueAddress>> _nodes = [];
    private readonly Dictionary<string, SortedDictionary<string, int>> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _topics = new(StringComparer.Ordinal);

    /// <summary>Topics with a subscriber somewhere, in a group or not.</summary>
    public IEnumerable<string> Topics => _topics.Keys;

    /// <summary>By address. Valid until the next change.</summary>
    public IReadOnlyList<UniqueAddress> Of(EntryKey key) => _nodes.TryGetValue(key, out var nodes) ? nodes : [];

    public IEnumerable<string> GroupsOf(string topic) => _groups.TryGetValue(topic, out var groups) ? groups.Keys : [];

    public void Add(EntryKey key, UniqueAddress node)
    {
        if (!_nodes.TryGetValue(key, out var nodes))
            _nodes[key] = nodes = [];
        var at = nodes.BinarySearch(node);
        if (at >= 0)
            return;
        nodes.Insert(~at, node);
        if (key.Kind == EntryKind.Path)
            return;
        Count(_topics, key.Name, 1);
        if (key.Kind != EntryKind.Group)
            return;
        if (!_groups.TryGetValue(key.Name, out var groups))
            _groups[key.Name] = groups = new(StringComparer.Ordinal);
        Count(groups, key.Group, 1);
    }

    public void Remove(EntryKey key, UniqueAddress node)
    {
        if (!_nodes.TryGetValue(key, out var nodes) || !nodes.Remove(node))
            return;
        if (nodes.Count == 0)
            _nodes.Remove(key);
        if (key.Kind == EntryKind.Path)
            return;
        Count(_topics, key.Name, -1);
        if (key.Kind != EntryKind.Group)
            return;
        Count(_groups[key.Name], key.Group, -1);
        if (_groups[key.Name].Count == 0)
            _groups.Remove(key.Name);
    }

    private static void Count(SortedDictionary<string, int> counts, string name, int change)
    {
        var count = counts.GetValueOrDefault(name) + change;
        if (count == 0)
            counts.Remove(name);
        else
            counts[name] = count;
    }
}
