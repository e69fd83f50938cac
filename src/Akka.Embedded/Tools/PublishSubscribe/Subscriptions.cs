namespace Akka.Embedded.Tools.PublishSubscribe;

/// <summary>The receivers on this node, by what they receive, in the order in which they came.</summary>
internal sealed class Subscriptions<TRef> where TRef : notnull
{
    private readonly Dictionary<EntryKey, List<TRef>> _receivers = [];
    private readonly Dictionary<TRef, List<EntryKey>> _keys = [];

    public bool Has(EntryKey key) => _receivers.ContainsKey(key);

    public bool Has(TRef receiver) => _keys.ContainsKey(receiver);

    /// <summary>Valid until the next change.</summary>
    public IReadOnlyList<TRef> Of(EntryKey key) => _receivers.TryGetValue(key, out var receivers) ? receivers : [];

    /// <summary>Nothing, if it is there already.</summary>
    public void Add(EntryKey key, TRef receiver)
    {
        if (!_keys.TryGetValue(receiver, out var keys))
            _keys[receiver] = keys = [];
        if (keys.Contains(key))
            return;
        keys.Add(key);
        if (!_receivers.TryGetValue(key, out var receivers))
            _receivers[key] = receivers = [];
        receivers.Add(receiver);
    }

    public void Remove(EntryKey key, TRef receiver)
    {
        if (!_keys.TryGetValue(receiver, out var keys) || !keys.Remove(key))
            return;
        if (keys.Count == 0)
            _keys.Remove(receiver);
        var receivers = _receivers[key];
        receivers.Remove(receiver);
        if (receivers.Count == 0)
            _receivers.Remove(key);
    }

    /// <returns>What it was registered for.</returns>
    public IReadOnlyList<EntryKey> RemoveAll(TRef receiver)
    {
        if (!_keys.TryGetValue(receiver, out var keys))
            return [];
        List<EntryKey> all = [.. keys];
        foreach (var key in all)
            Remove(key, receiver);
        return all;
    }
}
