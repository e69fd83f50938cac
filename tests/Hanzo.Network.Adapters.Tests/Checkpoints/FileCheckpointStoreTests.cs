using Hanzo.Network.Adapters.Checkpoints;
using Hanzo.Network.Agents;
using Hanzo.Network.Checkpoints;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Checkpoints;

/// <summary>Checkpoints in real files, over the shared state of a process.</summary>
public sealed class FileCheckpointStoreTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hanzo-checkpoints-{Guid.NewGuid():N}");
    private readonly StateBoard _board = new();
    private readonly SystemIds _ids = new(TimeProvider.System);
    private FileCheckpointStore _store = null!;
    private Board _state = null!;
    private NetworkCheckpoints _checkpoints = null!;

    public Task InitializeAsync()
    {
        _store = new FileCheckpointStore(_folder);
        _state = new Board(_board);
        _checkpoints = new NetworkCheckpoints(_state, _board, _store, _ids, TimeProvider.System, "home", "one");
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _checkpoints.Dispose();
        _store.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_was_there_is_restored_and_there_is_a_way_back()
    {
        _state.Set("plan", "old");
        var old = await _checkpoints.CreateAsync();
        _state.Set("plan", "new");
        _state.Set("added", "x");

        (await _checkpoints.PlanAsync(old.Id)).Changes.Length.ShouldBe(2);
        _state.Json("plan").ShouldBe("\"new\"");
        var restored = await _checkpoints.RestoreAsync(old.Id);
        (_state.Json("plan"), _state.Json("added")).ShouldBe(("\"old\"", null));
        await _checkpoints.RestoreAsync(restored.Before.Id);

        (_state.Json("plan"), _state.Json("added")).ShouldBe(("\"new\"", "\"x\""));
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_refused_and_the_one_before_is_offered_and_revived()
    {
        _state.Set("plan", "old");
        var good = await _checkpoints.CreateAsync();
        _state.Set("plan", "new");
        var damaged = await _checkpoints.CreateAsync();
        var chunk = Path.Combine(_folder, "chunks", damaged.Chunks.Except(good.Chunks).Single().Hash);
        await File.WriteAllTextAsync(chunk, "garbage");

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => _checkpoints.RestoreAsync(damaged.Id));
        refused.Error.ShouldBe(NetworkError.DamagedCheckpoint);
        refused.Message.ShouldEndWith($"does not have the content that it is named by. The one before it is {good.Id}.");

        var board = new StateBoard();
        var told = new List<string>();
        using var anew = new NetworkCheckpoints(_state, board, _store, _ids, TimeProvider.System, "home", "one");
        (await anew.ReviveAsync(damage => told.Add(damage.Id), CancellationToken.None))!.Id.ShouldBe(good.Id);
        told.ShouldBe([damaged.Id]);
        board.Read(StateKey.Parse("plan")).Value!.Value.Json.ShouldBe("\"old\"");
    }

    [Fact]
    public async Task A_deleted_checkpoint_leaves_the_chunks_that_others_need()
    {
        for (var i = 0; i < 20; i++) _state.Set($"k{i}", "x");
        var first = await _checkpoints.CreateAsync();
        _state.Set("k3", "y");
        var second = await _checkpoints.CreateAsync();

        await _checkpoints.DeleteAsync(first.Id);

        Directory.EnumerateFiles(Path.Combine(_folder, "chunks")).Select(Path.GetFileName)
            .ShouldBe(second.Chunks.Select(chunk => chunk.Hash), ignoreOrder: true);
        (await CheckpointReader.ReadAsync(_store, second.Id, CancellationToken.None)).List("").Count.ShouldBe(20);
        foreach (var unknown in new Func<Task>[] { () => _checkpoints.DeleteAsync(first.Id), () => _checkpoints.PlanAsync("../x") })
            (await Should.ThrowAsync<AgentNetworkException>(unknown)).Error.ShouldBe(NetworkError.UnknownCheckpoint);
    }

    [Fact]
    public async Task Automatic_ones_beyond_the_bound_are_forgotten_and_those_asked_for_stay()
    {
        var asked = await _checkpoints.CreateAsync();
        for (var i = 0; i < Checkpoint.MaxAutomatic + 5; i++)
        {
            _state.Set("k", $"{i}");
            await _checkpoints.TakeAsync(CheckpointReason.Automatic, CancellationToken.None);
        }

        var kept = await _checkpoints.ListAsync();
        kept.Length.ShouldBe(Checkpoint.MaxAutomatic + 1);
        kept.ShouldContain(one => one.Id == asked.Id);
        _checkpoints.IsDue.ShouldBeFalse();
    }

    [Fact]
    public async Task Twenty_thousand_keys_come_back()
    {
        for (var i = 0; i < 20_000; i++) _state.Set($"key-{i}", $"value {i}");
        var taken = await _checkpoints.CreateAsync();
        var board = new StateBoard();
        using var anew = new NetworkCheckpoints(_state, board, _store, _ids, TimeProvider.System, "home", "one");

        await anew.ReviveAsync(damage => throw damage, CancellationToken.None);

        taken.Keys.ShouldBe(20_000);
        board.List("").Count.ShouldBe(20_000);
    }

    /// <summary>Shared state that is a board and nothing else.</summary>
    private sealed class Board : INetworkState
    {
        private readonly StateBoard _board;
        private readonly StateWriter _writer;

        public Board(StateBoard board)
        {
            (_board, _writer) = (board, new StateWriter(board, "one"));
            _writer.Replay(new WriterOpened("one~00000000"));
        }

        public void Set(string key, string value) => Do(new SetValue(StateKey.Parse(key), StateValue.Of(value)));

        public string? Json(string key) => _board.Read(StateKey.Parse(key)).Value?.Json;

        public Task<StateItem?> GetAsync(StateKey key, StateConsistency consistency, CancellationToken cancellation) =>
            Task.FromResult<StateItem?>(_board.Read(key));

        public Task<StateItem> SetAsync(StateKey key, StateValue value, StateConsistency consistency, CancellationToken cancellation) =>
            Do(new SetValue(key, value));

        public Task<StateItem> AppendAsync(StateKey key, StateValue item, StateConsistency consistency, CancellationToken cancellation) =>
            Do(new AppendItem(key, item));

        public Task<StateItem> IncrementAsync(StateKey key, long amount, StateConsistency consistency, CancellationToken cancellation) =>
            Do(new IncrementCount(key, amount));

        public async Task<bool> RemoveAsync(StateKey key, StateConsistency consistency, CancellationToken cancellation)
        {
            await Do(new RemoveKey(key));
            return true;
        }

        public Task<StateItem> CompareAndSetAsync(
            StateKey key, string? expectedVersion, StateValue value, CancellationToken cancellation) =>
            Do(new SetValue(key, value, new ExpectedVersion(expectedVersion)));

        public Task<System.Collections.Immutable.ImmutableArray<StateItem>> ListAsync(string prefix, CancellationToken cancellation) =>
            Task.FromResult<System.Collections.Immutable.ImmutableArray<StateItem>>([.. _board.List(prefix)]);

        public IAsyncEnumerable<StateItem> WatchAsync(string prefix, CancellationToken cancellation) =>
            _board.Watch(prefix).ReadAsync(cancellation);

        private Task<StateItem> Do(StateCommand command)
        {
            var batch = _writer.Begin(TimeProvider.System.GetUtcNow());
            batch.Decide(command).Refusal.ShouldBeNull();
            _writer.Commit(batch);
            return Task.FromResult(_board.Read(command.Key));
        }
    }
}
