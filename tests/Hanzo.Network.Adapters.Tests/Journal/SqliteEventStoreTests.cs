using System.Diagnostics;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>What can go wrong with a file.</summary>
public sealed class SqliteEventStoreTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("journal.db");

    [Fact]
    public async Task A_full_disk_fails_what_it_cannot_hold_and_is_recovered_from()
    {
        using var store = Open(new SqliteJournalOptions { MaxPages = 100 });
        var stored = 0;
        var full = await Should.ThrowAsync<EventStoreException>(async () =>
        {
            for (; stored < 1000; stored++) await Append(store, "a", stored, new byte[4000]);
        });

        full.Problem.ShouldBe(EventStoreProblem.Full);
        full.Message.ShouldContain(File);
        (await store.HighestAsync("a", default)).ShouldBe(stored);
        await Should.ThrowAsync<EventStoreException>(() => Append(store, "b", 0, new byte[40_000]));
        (await store.HighestAsync("b", default)).ShouldBe(0);

        MakeRoom();
        await Append(store, "b", 0, new byte[40_000]);
        (await store.HighestAsync("b", default)).ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_that_fails_acknowledges_nothing_of_it()
    {
        using var store = Open(new SqliteJournalOptions { MaxPages = 60 });
        using var held = Hold();
        var appends = Enumerable.Range(0, 20).Select(i => Append(store, $"s{i}", 0, new byte[20_000])).ToList();
        held.Dispose();
        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }))).WaitAsync(Patience);

        for (var i = 0; i < 20; i++)
            (await store.HighestAsync($"s{i}", default)).ShouldBe(appends[i].IsCompletedSuccessfully ? 1 : 0);
        appends.ShouldContain(append => append.IsFaulted);
    }

    [Fact]
    public async Task A_process_that_holds_the_file_for_too_long_is_told_and_then_it_goes_on()
    {
        using var store = Open(new SqliteJournalOptions { BusyTimeout = TimeSpan.FromMilliseconds(100) });
        using (Hold())
        {
            var locked = await Should.ThrowAsync<EventStoreException>(() => Append(store, "a", 0, [1]));
            locked.Problem.ShouldBe(EventStoreProblem.Locked);
            locked.Message.ShouldContain("another process has held it for over 0.1 s");
            (await store.HighestAsync("a", default)).ShouldBe(0);
        }

        await Append(store, "a", 0, [1]);
    }

    /// <summary>Nodes of one machine meet at the file all the time: each would lose a second.</summary>
    [Fact]
    public async Task Who_has_met_another_process_at_the_file_goes_on_soon_after_it()
    {
        using var store = Open(new SqliteJournalOptions());
        var fastest = TimeSpan.MaxValue;
        for (var time = 0; time < 5; time++)
        {
            Task append;
            long freed;
            using (Hold())
            {
                append = Append(store, "a", time, [1]);
                SpinWait.SpinUntil(() => append.IsCompleted, TimeSpan.FromMilliseconds(60)).ShouldBeFalse();
                freed = Stopwatch.GetTimestamp();
            }

            await append.WaitAsync(Patience);
            var took = Stopwatch.GetElapsedTime(freed);
            if (took < fastest) fastest = took;
        }

        fastest.ShouldBeLessThan(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_with_the_bound_and_the_rest_is_stored()
    {
        using var store = Open(new SqliteJournalOptions { MaxWaiting = 5 });
        var appends = new List<Task>();
        using (Hold())
            for (var i = 0; i < 20; i++) appends.Add(Append(store, $"s{i}", 0, [1]));

        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }))).WaitAsync(Patience);

        var errors = appends.Where(append => append.IsFaulted).Select(append => append.Exception!.InnerException);
        var refused = errors.Cast<EventStoreException>().ToList();
        // The writer has some in its hands while the file is held.
        refused.Count.ShouldBeInRange(10, 15);
        refused.ShouldAllBe(error => error.Problem == EventStoreProblem.Overloaded && error.Message.Contains("at most 5"));
        for (var i = 0; i < 20; i++) (await store.HighestAsync($"s{i}", default)).ShouldBe(appends[i].IsFaulted ? 0 : 1);
    }

    [Fact]
    public async Task What_is_cancelled_while_it_waits_is_not_stored()
    {
        using var store = Open();
        using var cancel = new CancellationTokenSource();
        Task cancelled;
        using (Hold())
        {
            _ = Append(store, "first", 0, [1]);
            while (store.Waiting > 0) await Task.Yield();
            cancelled = store.AppendAsync("second", 0, "w", [new NewEvent("m.1", new byte[1])], cancel.Token);
            cancel.Cancel();
            await Should.ThrowAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        }

        await Append(store, "third", 0, [1]);
        (await store.HighestAsync("second", default)).ShouldBe(0);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named()
    {
        System.IO.File.WriteAllText(File, new string('x', 8192));

        Refusal().Problem.ShouldBe(EventStoreProblem.Unreadable);
    }

    [Fact]
    public void A_file_of_another_version_is_not_touched()
    {
        Open().Dispose();
        using (var connection = Connect()) connection.Execute("UPDATE hanzo_journal SET value = '2' WHERE key = 'version'");

        var refusal = Refusal();
        refusal.Problem.ShouldBe(EventStoreProblem.Unreadable);
        refusal.Message.ShouldContain("format '2'");
    }

    [Fact]
    public void A_database_of_something_else_is_not_written_to()
    {
        using (var connection = Connect()) connection.Execute("CREATE TABLE journal (entry TEXT)");

        Refusal().Problem.ShouldBe(EventStoreProblem.Unreadable);
        using var after = Connect();
        after.Query("SELECT count(*) FROM sqlite_master").ShouldBe("1");
    }

    [Fact]
    public async Task A_file_damaged_while_it_is_in_use_fails_with_its_name()
    {
        using (var store = Open())
            for (var i = 0; i < 50; i++) await Append(store, "a", i, new byte[8000]);
        using (var file = System.IO.File.OpenWrite(File))
        {
            file.Position = 4096;
            file.Write(new byte[file.Length - 4096]);
        }

        var error = await Should.ThrowAsync<EventStoreException>(async () =>
        {
            using var store = Open();
            await store.HighestAsync("a", default);
        });
        error.Problem.ShouldBe(EventStoreProblem.Unreadable);
        error.Message.ShouldContain(File);
    }

    [Fact]
    public async Task Another_journal_in_the_place_of_the_first_is_not_gone_on_with()
    {
        using var store = Open();
        await Append(store, "a", 0, [1]);
        using (var connection = Connect()) connection.Execute("DROP TABLE journal; DELETE FROM hanzo_journal");
        await Should.ThrowAsync<EventStoreException>(() => Append(store, "a", 1, [1]));

        for (var tries = 0; tries < 2; tries++)
        {
            var refusal = await Should.ThrowAsync<EventStoreException>(() => Append(store, "b", 0, [1]));
            refusal.Problem.ShouldBe(EventStoreProblem.Unreadable);
            refusal.Message.ShouldContain("another journal is in its place");
        }
    }

    [Fact]
    public async Task Nothing_of_the_file_is_held_when_it_was_closed_under_readings()
    {
        using (var store = Open()) await Append(store, "a", 0, [1]);
        var readers = new SqliteReaders(new SqliteJournalFile(File, Ids, new SqliteJournalOptions()));
        var first = readers.HighestAsync("a", default);
        var readings = Enumerable.Range(0, 200).Select(_ => readers.HighestAsync("a", default)).Append(first).ToList();
        await first;
        readers.Dispose();
        await Task.WhenAll(readings.Select(reading => reading.ContinueWith(_ => { }))).WaitAsync(Patience);

        // SQLite removes the write-ahead log when the last connection is closed.
        System.IO.File.Exists(File + "-wal").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/proc/journal.db")]
    [InlineData("/proc/version/journal.db")]
    public void A_folder_that_cannot_be_written_is_named(string path)
    {
        var error = Should.Throw<EventStoreException>(() => new SqliteEventStore(path, TimeProvider.System, Ids));

        error.Problem.ShouldBe(EventStoreProblem.Unreachable);
        error.Message.ShouldContain(path);
    }

    [Fact]
    public void What_is_acknowledged_is_on_the_disk()
    {
        using var connection = new SqliteJournalFile(File, Ids, new SqliteJournalOptions()).OpenToWrite().Connection;

        connection.Query("PRAGMA synchronous").ShouldBe("2");
        connection.Query("PRAGMA journal_mode").ShouldBe("wal");
    }

    public void Dispose() => _folder.Dispose();

    private SqliteEventStore Open(SqliteJournalOptions? options = null) =>
        new(File, TimeProvider.System, Ids, options);

    private EventStoreException Refusal()
    {
        var refusal = Should.Throw<EventStoreException>(() => Open().Dispose());
        refusal.Store.ShouldBe(File);
        refusal.Message.ShouldContain(File);
        return refusal;
    }

    private SqliteConnection Connect() => new(File, Patience);

    /// <summary>As another process that writes for long.</summary>
    private SqliteConnection Hold()
    {
        var connection = Connect();
        connection.Execute("BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>As freeing a part of the disk: pages that are free already may be used again.</summary>
    private void MakeRoom()
    {
        using var connection = Connect();
        connection.Execute("DELETE FROM journal WHERE persistence_id = 'a' AND sequence_number < 40");
    }

    private static Task Append(SqliteEventStore store, string id, long expected, byte[] payload) =>
        store.AppendAsync(id, expected, "w", [new NewEvent("m.1", payload)], CancellationToken.None);
}
