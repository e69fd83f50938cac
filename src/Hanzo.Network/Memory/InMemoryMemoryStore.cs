namespace Hanzo.Network.Memory;

/// <summary>Memories as durable as their process. <see cref="MemoryManager"/> keeps each owner within its bound.</summary>
public sealed class InMemoryMemoryStore : IMemoryStore
{
    /// <summary>Runs that are known to have been remembered; beyond that the oldest are not known any more.</summary>
    public const int MaxRuns = 100_000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MemoryEntry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);
    private readonly Queue<string> _runsByAge = new();

    public string Description => "in this process's memory, vectors compared in process; gone when it ends";

    public Task<bool> WriteAsync(MemoryWrite write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (write.Run is { } run && !Know(run)) return Task.FromResult(false);
            foreach (var entry in write.Entries) _entries.TryAdd(entry.Id, entry);
            foreach (var id in write.Used)
                if (_entries.TryGetValue(id, out var used)) _entries[id] = used.Used(write.At);
            foreach (var id in write.Replaced) _entries.Remove(id);
        }

        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<MemoryCandidate>> FindAsync(MemorySearch search, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult<IReadOnlyList<MemoryCandidate>>(
            [
                .. Matching(search.Filter).Where(entry => search.Reader?.MaySee(entry) != false)
                    .Take(MemoryLimits.MostCandidates).Select(entry => new MemoryCandidate(entry, null)),
            ]);
    }

    public Task<IReadOnlyList<MemoryEntry>> ListAsync(MemoryFilter filter, int most, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock) return Task.FromResult<IReadOnlyList<MemoryEntry>>([.. Matching(filter).Take(most)]);
    }

    public Task<IReadOnlyList<MemoryTrait>> TraitsAsync(MemoryOwner owner, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
            return Task.FromResult<IReadOnlyList<MemoryTrait>>(
                [.. _entries.Values.Where(entry => entry.Owner == owner).Select(entry => entry.Trait)]);
    }

    public Task<int> DeleteAsync(MemoryFilter filter, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var ids = _entries.Values.Where(filter.Matches).Select(entry => entry.Id).ToList();
            foreach (var id in ids) _entries.Remove(id);
            return Task.FromResult(ids.Count);
        }
    }

    /// <summary>The newest first; of equal ones by id, the last first.</summary>
    private IEnumerable<MemoryEntry> Matching(MemoryFilter filter) => _entries.Values.Where(filter.Matches)
        .OrderByDescending(entry => entry.Created).ThenByDescending(entry => entry.Id, StringComparer.Ordinal);

    /// <returns>False: it was known before.</returns>
    private bool Know(string run)
    {
        if (!_runs.Add(run)) return false;
        _runsByAge.Enqueue(run);
        if (_runsByAge.Count > MaxRuns) _runs.Remove(_runsByAge.Dequeue());
        return true;
    }
}
