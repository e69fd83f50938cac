using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.InProcess;

/// <summary>Shared state of one process: journaled like that of a network, and every consistency is the same.</summary>
internal sealed class LocalState(IEventStore store, IIds ids, string nodeId, TimeProvider time) : INetworkState, IDisposable
{
    private readonly StateBoard _board = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _persistenceId = StateWriter.PersistenceIdOf("local", nodeId);
    private StateWriter? _writer;

    public async Task<StateItem?> GetAsync(
        StateKey key, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default)
    {
        await OpenAsync(cancellation);
        var item = _board.Read(key);
        return item.Kind is null ? null : item;
    }

    public Task<StateItem> SetAsync(
        StateKey key, StateValue value, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default) =>
        ChangeAsync(new SetValue(key, StateRules.Require(key, value)), cancellation);

    public Task<StateItem> AppendAsync(
        StateKey key, StateValue item, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default) =>
        ChangeAsync(new AppendItem(key, StateRules.Require(key, item)), cancellation);

    public Task<StateItem> IncrementAsync(
        StateKey key, long amount = 1, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default) =>
        ChangeAsync(new IncrementCount(key, StateRules.Require(key, amount)), cancellation);

    public async Task<bool> RemoveAsync(
        StateKey key, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default)
    {
        var before = await GetAsync(key, consistency, cancellation);
        if (before is not null) await ChangeAsync(new RemoveKey(key), cancellation);
        return before is not null;
    }

    public Task<StateItem> CompareAndSetAsync(
        StateKey key, string? expectedVersion, StateValue value, CancellationToken cancellation = default) =>
        ChangeAsync(new SetValue(key, StateRules.Require(key, value), new ExpectedVersion(expectedVersion)), cancellation);

    public async Task<ImmutableArray<StateItem>> ListAsync(string prefix = "", CancellationToken cancellation = default)
    {
        StateRules.RequirePrefix(prefix);
        await OpenAsync(cancellation);
        return [.. _board.List(prefix)];
    }

    public async IAsyncEnumerable<StateItem> WatchAsync(
        string prefix = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        StateRules.RequirePrefix(prefix);
        await OpenAsync(cancellation);
        using var watcher = _board.Watch(prefix);
        await foreach (var item in watcher.ReadAsync(cancellation)) yield return item;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<StateItem> ChangeAsync(StateCommand command, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var writer = await WriterAsync(cancellation);
            var batch = writer.Begin(time.GetUtcNow());
            if (batch.Decide(command) is { Refusal: { } refusal, Error: var error }) throw new AgentNetworkException(error, refusal);
            var events = batch.Operations.Select(StateCodec.Encode).ToList();
            if (events.Count > 0) await AppendAsync(writer, events);
            writer.Commit(batch);
            return _board.Read(command.Key);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _writer) is not null) return;
        await _turn.WaitAsync(cancellation);
        try
        {
            await WriterAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<StateWriter> WriterAsync(CancellationToken cancellation)
    {
        if (_writer is not null) return _writer;
        var writer = new StateWriter(_board, nodeId);
        await ReplayAsync(writer, cancellation);
        if (writer.Id is null)
        {
            var opened = writer.Open(ids);
            await AppendAsync(writer, [StateCodec.Encode(opened)]);
            writer.Replay(opened);
        }

        return _writer = writer;
    }

    private async Task ReplayAsync(StateWriter writer, CancellationToken cancellation)
    {
        try
        {
            await foreach (var stored in store.ReadAsync(_persistenceId, 1, cancellation))
                writer.Replay(stored.Manifest, stored.Payload.Span);
        }
        catch (Exception cause) when (cause is EventStoreException or FormatException)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"shared state cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>What may be stored although it failed is found by reading the journal again.</summary>
    private async Task AppendAsync(StateWriter writer, List<NewEvent> events)
    {
        try
        {
            await store.AppendAsync(_persistenceId, writer.Journaled, writer.Id ?? "", events, CancellationToken.None);
        }
        catch (Exception cause) when (cause is EventStoreException or EventStoreConflictException or ArgumentOutOfRangeException)
        {
            _writer = null;
            throw new AgentNetworkException(NetworkError.Unavailable, $"shared state was not recorded: {cause.Message}", cause);
        }
    }
}
