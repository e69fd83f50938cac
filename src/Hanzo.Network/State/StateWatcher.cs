using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Hanzo.Network.State;

/// <summary>
/// One reader of changes. Who reads slowly misses values that were replaced meanwhile, but never the last one of a key: what
/// waits is a set of keys, no more than there are.
/// </summary>
public sealed class StateWatcher : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StateBoard _board;
    private readonly string _prefix;
    private readonly Channel<StateKey> _changed = Channel.CreateUnbounded<StateKey>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<StateKey> _waiting = [];

    internal StateWatcher(StateBoard board, string prefix) => (_board, _prefix) = (board, prefix);

    /// <summary>Each changed key as it is when it is read, until cancelled.</summary>
    public async IAsyncEnumerable<StateItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var told = new Dictionary<StateKey, string>();
        while (true)
        {
            var key = await _changed.Reader.ReadAsync(cancellation);
            lock (_lock) _waiting.Remove(key);
            var item = _board.Read(key);
            if (told.GetValueOrDefault(key) == item.Version) continue;
            if (item.Kind is null) told.Remove(key);
            else told[key] = item.Version;
            yield return item;
        }
    }

    public void Dispose() => _board.Remove(this);

    internal void Changed(StateKey key)
    {
        if (!key.Value.StartsWith(_prefix, StringComparison.Ordinal)) return;
        lock (_lock)
        {
            if (_waiting.Add(key)) _changed.Writer.TryWrite(key);
        }
    }
}
