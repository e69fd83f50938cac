using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Consensus.KeyValues;

/// <param name="Change">Null: changes were missed; what is there now follows, as changes.</param>
/// <param name="Revision">
/// Who comes back after a break goes on from it: below that of the change while others of the same revision are to come, and 0 while what
/// is there is being told.
/// </param>
public sealed record WatchedChange(KeyValueChange? Change, long Revision);

/// <summary>Tells watchers what this member applies. It keeps the newest changes, for those that come back.</summary>
public sealed class KeyValueFeed
{
    public const int MaxWatchers = 1_000;

    private const int PageSize = 256;

    private readonly Lock _lock = new();
    private readonly WatchHistory _history = new();
    private readonly HashSet<Channel<bool>> _watchers = [];
    private KeyValueState _state = KeyValueState.Empty;
    private long _store;

    public KeyValueFeed() => Part = new KeyValuePart(Add, Reset);

    /// <summary>The store whose changes these are.</summary>
    public KeyValuePart Part { get; }

    /// <summary>Changes of keys that begin so; ends only by cancelling.</summary>
    /// <param name="after">The revision that the watcher has seen; null: what is there now comes first.</param>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.TooManyWatchers"/>: there are <see cref="MaxWatchers"/> already.
    /// </exception>
    public async IAsyncEnumerable<WatchedChange> WatchAsync(
        string prefix, long? after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_lock)
        {
            if (_watchers.Count >= MaxWatchers)
                throw new AgentNetworkException(NetworkError.TooManyWatchers, $"{MaxWatchers} watch keys here, which is the bound.");
            _watchers.Add(signal);
        }
        try
        {
            var seen = after ?? 0;
            var isNew = after is null;
            long? store = null;
            while (true)
            {
                var (page, state) = Read(prefix, seen, isNew, ref store);
                if (state is not null)
                {
                    seen = state.Revision;
                    var there = state.Under(prefix).ToArray();
                    if (!isNew) yield return new WatchedChange(null, there.Length == 0 ? seen : 0);
                    for (var i = 0; i < there.Length; i++)
                    {
                        var (key, entry) = there[i];
                        yield return new WatchedChange(
                            new KeyValueChange(entry.Modified, key, entry, null), i == there.Length - 1 ? seen : 0);
                    }
                    isNew = false;
                    continue;
                }
                seen = page.Seen;
                for (var i = 0; i < page.Changes.Length; i++)
                {
                    var change = page.Changes[i];
                    var isLast = i == page.Changes.Length - 1 || page.Changes[i + 1].Revision > change.Revision;
                    yield return new WatchedChange(change, isLast ? change.Revision : change.Revision - 1);
                }
                if (page.Changes.IsEmpty) await signal.Reader.ReadAsync(cancellation);
            }
        }
        finally
        {
            lock (_lock) _watchers.Remove(signal);
        }
    }

    private (WatchPage Page, KeyValueState? State) Read(string prefix, long seen, bool isNew, ref long? store)
    {
        lock (_lock)
        {
            // A revision that this store has not come to is of another one: all is told anew.
            var isOther = seen > _state.Revision || (store is { } known && known != _store);
            store = _store;
            if (isNew || isOther) return (new WatchPage([], seen, Missed: true), _state);
            var page = _history.Read(prefix, seen, PageSize);
            return page.Missed ? (page, _state) : (page, null);
        }
    }

    private void Add(KeyValueStep step)
    {
        lock (_lock)
        {
            _state = step.State;
            if (step.Changes.IsEmpty) return;
            _history.Add(step.Changes);
            Signal();
        }
    }

    private void Reset(KeyValueState state)
    {
        lock (_lock)
        {
            // Revisions only grow: this is another group's.
            if (state.Revision < _state.Revision) _store++;
            _state = state;
            _history.Reset(state.Revision);
            Signal();
        }
    }

    private void Signal()
    {
        foreach (var watcher in _watchers) watcher.Writer.TryWrite(true);
    }
}
