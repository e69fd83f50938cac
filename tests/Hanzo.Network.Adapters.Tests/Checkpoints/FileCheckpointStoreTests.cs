using System.Collections.Immutable;
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
        _checkpoints = Checkpoints(_board, _store);
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
        refused.Message.ShouldEndWith($"does not have the content that it is named by. The newest one before it that is not is {good.Id}.");

        var board = new StateBoard();
        var told = new List<string>();
        using var anew = Checkpoints(board, _store);
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
        using var anew = Checkpoints(board, _store);

        await anew.ReviveAsync(damage => throw damage, CancellationToken.None);

        taken.Keys.ShouldBe(20_000);
        board.List("").Count.ShouldBe(20_000);
    }

    [Fact]
    public async Task A_damaged_piece_is_written_anew_by_the_next_process_and_does_not_damage_what_it_takes()
    {
        _state.Set("seldom", "x");
        var first = await _checkpoints.CreateAsync();
        await File.WriteAllTextAsync(ChunkFile(first.Chunks.Single()), "garbage");
        using var store = new FileCheckpointStore(_folder);
        using var next = Checkpoints(_board, store);

        var second = await next.CreateAsync();

        (await CheckpointReader.ReadAsync(store, second.Id, CancellationToken.None)).List("").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Of_a_damaged_checkpoint_everything_that_can_be_read_is_revived_and_older_ones_have_the_rest()
    {
        _state.Set("a", "1");
        _state.Set("b", "1");
        await _checkpoints.CreateAsync();
        _state.Set("a", "2");
        _state.Set("b", "2");
        var newest = await _checkpoints.CreateAsync();
        await File.WriteAllTextAsync(
            ChunkFile(newest.Chunks.Single(chunk => chunk.Bucket == StateBuckets.Of(StateKey.Parse("a")))), "garbage");
        var board = new StateBoard();
        var told = new List<string>();
        using var anew = Checkpoints(board, _store);

        (await anew.ReviveAsync(damage => told.Add(damage.Id), CancellationToken.None))!.Id.ShouldBe(newest.Id);

        told.ShouldBe([newest.Id]);
        board.List("").Select(item => item.Value!.Value.Json).ShouldBe(["\"1\"", "\"2\""]);
    }

    [Fact]
    public async Task The_one_that_is_offered_instead_of_a_damaged_one_is_none_that_is_damaged_too()
    {
        _state.Set("a", "1");
        var good = await _checkpoints.CreateAsync();
        _state.Set("a", "2");
        var damaged = await _checkpoints.CreateAsync();
        _state.Set("b", "1");
        var shares = await _checkpoints.CreateAsync();
        await File.WriteAllTextAsync(ChunkFile(damaged.Chunks.Single()), "garbage");

        (await Should.ThrowAsync<AgentNetworkException>(() => _checkpoints.PlanAsync(shares.Id))).Message.ShouldEndWith($"{good.Id}.");
    }

    [Fact]
    public async Task After_the_clock_was_set_back_new_checkpoints_are_still_the_newest()
    {
        _state.Set("k", "old");
        for (var i = 0; i < Checkpoint.MaxAutomatic; i++) await _checkpoints.TakeAsync(CheckpointReason.Automatic, CancellationToken.None);
        using var back = new NetworkCheckpoints(_state, _board, _store, new SystemIds(new Past()), TimeProvider.System, "home", "one");
        _state.Set("k", "new");

        var taken = await back.TakeAsync(CheckpointReason.Automatic, CancellationToken.None);
        var asked = await back.CreateAsync();

        (await back.ListAsync()).Take(2).Select(one => one.Id).ShouldBe([asked.Id, taken.Id]);
        Ulid.IsValid(taken.Id).ShouldBeTrue();
    }

    [Fact]
    public async Task One_restore_runs_at_a_time_and_what_others_write_meanwhile_stays_and_is_told()
    {
        _state.Set("a", "then");
        _state.Set("b", "then");
        var then = await _checkpoints.CreateAsync();
        _state.Set("a", "now");
        _state.Set("b", "now");
        var first = new TaskCompletionSource();
        _state.BeforeChange = first.Task;
        var restoring = _checkpoints.RestoreAsync(then.Id);
        await _state.Changing.Task.WaitAsync(TimeSpan.FromSeconds(20));

        (await Should.ThrowAsync<AgentNetworkException>(() => _checkpoints.RestoreAsync(then.Id))).Error.ShouldBe(NetworkError.Conflict);
        _state.Set("a", "meanwhile");
        first.SetResult();
        var restored = await restoring.WaitAsync(TimeSpan.FromSeconds(20));

        restored.ChangedMeanwhile.ShouldBe([StateKey.Parse("a")]);
        (_state.Json("a"), _state.Json("b")).ShouldBe(("\"meanwhile\"", "\"then\""));
        _state.BeforeChange = Task.CompletedTask;
        (await _checkpoints.RestoreAsync(then.Id)).ChangedMeanwhile.ShouldBeEmpty();
        _state.Json("a").ShouldBe("\"then\"");
    }

    [Fact]
    public async Task A_restore_that_breaks_off_names_the_way_back()
    {
        _state.Set("a", "then");
        var then = await _checkpoints.CreateAsync();
        _state.Set("a", "now");
        _state.BeforeChange = Task.FromException(new AgentNetworkException(NetworkError.Unavailable, "gone."));

        var broken = await Should.ThrowAsync<AgentNetworkException>(() => _checkpoints.RestoreAsync(then.Id));

        var before = (await _checkpoints.ListAsync())[0];
        before.Checkpoint!.Reason.ShouldBe(CheckpointReason.BeforeRestore);
        (broken.Error, broken.Message).ShouldBe((
            NetworkError.Unavailable,
            $"0 of 1 keys were restored; 'a' was not: gone. What all of them said before is checkpoint {before.Id}."));
    }

    [Fact]
    public async Task The_way_back_outlives_automatic_checkpoints_and_beyond_the_bound_no_other_is_taken_for_the_asking()
    {
        _state.Set("k", "x");
        var back = await _checkpoints.TakeAsync(CheckpointReason.BeforeRestore, CancellationToken.None);
        for (var i = 0; i < Checkpoint.MaxAutomatic + 1; i++)
            await _checkpoints.TakeAsync(CheckpointReason.Automatic, CancellationToken.None);
        (await _checkpoints.ListAsync()).ShouldContain(one => one.Id == back.Id);

        for (var i = 0; i < Checkpoint.MaxAsked; i++) await _checkpoints.CreateAsync();
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => _checkpoints.CreateAsync());
        refused.Error.ShouldBe(NetworkError.StateFull);
        (await _checkpoints.ListAsync()).Count(one => one.Checkpoint!.Reason == CheckpointReason.Asked).ShouldBe(Checkpoint.MaxAsked);
    }

    [Fact]
    public async Task What_nobody_can_read_does_not_keep_chunks_for_ever()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "descriptions"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "descriptions", "x.json"), "stray");
        var damaged = _ids.NewUlid();
        await File.WriteAllTextAsync(Path.Combine(_folder, "descriptions", damaged + ".json"), "{");
        for (var i = 0; i < Checkpoint.MaxAutomatic + 2; i++)
        {
            _state.Set("k", $"{i}");
            await _checkpoints.TakeAsync(CheckpointReason.Automatic, CancellationToken.None);
        }

        (await _checkpoints.ListAsync()).ShouldAllBe(one => one.Checkpoint != null);
        Directory.GetFiles(Path.Combine(_folder, "chunks")).Length.ShouldBe(Checkpoint.MaxAutomatic);
    }

    [Fact]
    public async Task One_that_could_not_be_written_is_due_again()
    {
        _state.Set("k", "x");
        await File.WriteAllTextAsync(_folder, "in the way");

        (await Should.ThrowAsync<AgentNetworkException>(() => _checkpoints.TakeAsync(CheckpointReason.Automatic, CancellationToken.None)))
            .Error.ShouldBe(NetworkError.Unavailable);
        _checkpoints.IsDue.ShouldBeTrue();
        File.Delete(_folder);

        await _checkpoints.TakeAsync(CheckpointReason.Automatic, CancellationToken.None);
        _checkpoints.IsDue.ShouldBeFalse();
    }

    private NetworkCheckpoints Checkpoints(StateBoard board, FileCheckpointStore store) =>
        new(_state, board, store, _ids, TimeProvider.System, "home", "one");

    private string ChunkFile(CheckpointChunk chunk) => Path.Combine(_folder, "chunks", chunk.Hash);

    /// <summary>The clock of a machine without one.</summary>
    private sealed class Past : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    /// <summary>Shared state that is a board and nothing else.</summary>
    private sealed class Board : IStateChanges
    {
        private readonly StateBoard _board;
        private readonly StateWriter _writer;

        public Board(StateBoard board)
        {
            (_board, _writer) = (board, new StateWriter(board, "one"));
            _writer.Replay(new WriterOpened("one~00000000"));
        }

        public void Set(string key, string value) => Do(new SetValue(StateKey.Parse(key), StateValue.Of(value)));

        /// <summary>What a change waits for before it is made.</summary>
        public Task BeforeChange { get; set; } = Task.CompletedTask;

        /// <summary>A change is asked for.</summary>
        public TaskCompletionSource Changing { get; } = new();

        public async Task<StateItem> ChangeAsync(ChangeKey change, CancellationToken cancellation)
        {
            Changing.TrySetResult();
            await BeforeChange;
            return Do(change);
        }

        public string? Json(string key) => _board.Read(StateKey.Parse(key)).Value?.Json;

        public Task<ImmutableArray<StateItem>> ListAsync(string prefix, CancellationToken cancellation) =>
            Task.FromResult<ImmutableArray<StateItem>>([.. _board.List(prefix)]);

        private StateItem Do(StateCommand command)
        {
            var batch = _writer.Begin(TimeProvider.System.GetUtcNow());
            if (batch.Decide(command) is { Refusal: { } refusal, Error: var error }) throw new AgentNetworkException(error, refusal);
            _writer.Commit(batch);
            return _board.Read(command.Key);
        }
    }
}
