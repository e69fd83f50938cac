using System.Collections.Immutable;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// The machines of a node's member. They outlive actor systems, so whoever works on them waits until one that has just ended has let go.
/// </summary>
internal sealed class GroupParts(ImmutableArray<IGroupPart> all)
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public ImmutableArray<IGroupPart> All { get; } = all;

    public async Task<T> DoAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return await work();
        }
        finally
        {
            _one.Release();
        }
    }
}
