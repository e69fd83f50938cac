using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Hanzo.Network.Consensus.KeyValues;

/// <param name="Change">Null: changes up to <paramref name="Revision"/> were missed; what is there now follows, as changes.</param>
/// <param name="Revision">
/// Who comes back after a break goes on from it: below that of the change while others of the same revision are to come.
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

    public KeyValueFeed() => Part = new KeyValuePart(Add, Reset);

    /// <summary>The store whose changes these are.</summary>
    public KeyValuePart Part { get; }

    /// <summary>Changes of keys that begin so; ends only by cancelling.</summary>
    /// <param name="after">The revision that the watcher has seen; null: what is there now comes first.</param>
    /// <exception cref="InvalidOperationException">There are <see cref="MaxWatchers"/> already.</exception>
    public async IAsyncEnumerable<WatchedChange> WatchAsync(
        string prefix, long? after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_lock)
        {
            if (_watchers.Count >= MaxWatchers) throw new InvalidOperationException($"{MaxWatchers} watch already, which is the bound.");
            _watchers.Add(signal);
        }
        try
        {
            var seen = after ?? 0;
            var isNew = after is null;
            while (true)
            {
                var (page, state) = Read(prefix, seen, isNew);
                if (state is not null)
                {
                    seen = state.Revision;
                    if (!isNew) yield return new WatchedChange(null, seen);
                    var there = Under(state, prefix).ToArray();
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

    private static IEnumerable<KeyValuePair<string, KeyValueEntry>> Under(KeyValueState state, string prefix) =>
        state.Entries.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal));

    private (WatchPage Page, KeyValueState? State) Read(string prefix, long seen, bool isNew)
    {
        lock (_lock)
        {
            // A revision that this store has not come to is of another one: all is told anew.
            if (isNew || seen > _state.Revision) return (new WatchPage([], seen, Missed: true), _state);
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
