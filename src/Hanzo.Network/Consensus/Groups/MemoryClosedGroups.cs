using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>Of groups whose logs are in memory.</summary>
public sealed class MemoryClosedGroups : IClosedGroups
{
    /// <summary>Of those that nothing is to be done about any more.</summary>
    private const int MaxSettled = 4;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (ClosedGroup Closed, ReadOnlyMemory<byte> Keys)> _groups = new(StringComparer.Ordinal);

    public string? FolderOf(string group) => null;

    public Task<ImmutableArray<ClosedGroup>> ListAsync(CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult<ImmutableArray<ClosedGroup>>([.. _groups.Values.Select(group => group.Closed)]);
    }

    public Task KeepAsync(ClosedGroup closed, ReadOnlyMemory<byte> keys, CancellationToken cancellation)
    {
        lock (_lock) _groups[closed.Group] = (closed, keys);
        return Task.CompletedTask;
    }

    public Task<ReadOnlyMemory<byte>?> ReadKeysAsync(string group, CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult(_groups.TryGetValue(group, out var found) ? found.Keys : (ReadOnlyMemory<byte>?)null);
    }

    public Task SettleAsync(ClosedGroup closed, string report, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_groups.TryGetValue(closed.Group, out var found)) _groups[closed.Group] = (closed with { IsSettled = true }, found.Keys);
            foreach (var old in _groups.Values.Where(group => group.Closed.IsSettled).Select(group => group.Closed.Group)
                .Reverse().Skip(MaxSettled).ToArray())
                _groups.Remove(old);
        }
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string group, CancellationToken cancellation)
    {
        lock (_lock) _groups.Remove(group);
        return Task.CompletedTask;
    }
}
