using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Monitoring;

/// <summary>Plain sentences that a user of this node should read, each under a key so that it can be replaced or taken back.</summary>
internal sealed class NoticeBoard
{
    /// <summary>Sentences held; further new ones are not.</summary>
    public const int Capacity = 50;

    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, string> _notices = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    private string? _refusal;

    public ImmutableArray<string> Current
    {
        get
        {
            lock (_gate) return _refusal is null ? [.. _notices.Values] : [_refusal, .. _notices.Values];
        }
    }

    /// <summary>Why the network does not take this node; null when it does or has not said.</summary>
    public string? Refusal
    {
        get => Volatile.Read(ref _refusal);
        set => Volatile.Write(ref _refusal, value);
    }

    public void Set(string key, string text)
    {
        lock (_gate)
            if (_notices.ContainsKey(key) || _notices.Count < Capacity) _notices = _notices.SetItem(key, text);
    }

    /// <param name="text">Null: it is taken back.</param>
    public void Tell(string key, string? text)
    {
        if (text is null) Remove(key);
        else Set(key, text);
    }

    public void Remove(string key)
    {
        lock (_gate) _notices = _notices.Remove(key);
    }
}
