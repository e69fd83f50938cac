using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Tests.Support;

/// <summary>Shared state whose journal cannot be opened.</summary>
internal sealed class ClosedState : INetworkState
{
    public Task<StateItem?> GetAsync(StateKey key, StateConsistency consistency, CancellationToken cancellation) => throw Closed();

    public Task<StateItem> SetAsync(StateKey key, StateValue value, StateConsistency consistency, CancellationToken cancellation) =>
        throw Closed();

    public Task<StateItem> AppendAsync(StateKey key, StateValue item, StateConsistency consistency, CancellationToken cancellation) =>
        throw Closed();

    public Task<StateItem> IncrementAsync(StateKey key, long amount, StateConsistency consistency, CancellationToken cancellation) =>
        throw Closed();

    public Task<bool> RemoveAsync(StateKey key, StateConsistency consistency, CancellationToken cancellation) => throw Closed();

    public Task<StateItem> CompareAndSetAsync(
        StateKey key, string? expectedVersion, StateValue value, CancellationToken cancellation) => throw Closed();

    public Task<ImmutableArray<StateItem>> ListAsync(string prefix, CancellationToken cancellation) => throw Closed();

    public IAsyncEnumerable<StateItem> WatchAsync(string prefix, CancellationToken cancellation) => throw Closed();

    private static AgentNetworkException Closed() => new(NetworkError.Unavailable, "the journal is closed.");
}
