using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>What can go wrong with a server.</summary>
public sealed class PostgresEventStoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);

    [PostgresFact]
    public async Task A_server_that_is_gone_is_told_of_and_gone_on_with_when_it_is_back()
    {
        using var store = Open(await server.NewDatabaseAsync());
        await Append(store, "a", 0);

        await server.StopAsync();
        var gone = await Should.ThrowAsync<EventStoreException>(() => Append(store, "a", 1).WaitAsync(Patience));
        gone.Problem.ShouldBe(EventStoreProblem.Unreachable);
        gone.Message.ShouldContain(store.Name);
        await Should.ThrowAsync<EventStoreException>(() => store.HighestAsync("a", default).WaitAsync(Patience));

        await server.StartAsync();
        await AppendUntilItWorks(store, "a", 1);
        (await store.HighestAsync("a", default)).ShouldBe(2);
    }

    [PostgresFact]
    public async Task Nothing_acknowledged_is_lost_when_the_server_is_killed_in_the_middle()
    {
        using var store = Open(await server.NewDatabaseAsync());
        var acknowledged = new long[16];
        var writers = Enumerable.Range(0, acknowledged.Length).Select(async session =>
        {
            for (; ; acknowledged[session]++) await Append(store, $"s{session}", acknowledged[session]);
        }).ToList();
        SpinWait.SpinUntil(() => acknowledged.Sum() > 500, Patience).ShouldBeTrue();
        await server.StopAsync();
        await Task.WhenAll(writers.Select(writer => Should.ThrowAsync<EventStoreException>(writer))).WaitAsync(Patience);

        await server.StartAsync();
        for (var session = 0; session < acknowledged.Length; session++)
        {
            // The one that was under way may be stored or not.
            var end = await store.HighestAsync($"s{session}", default);
            end.ShouldBeInRange(acknowledged[session], acknowledged[session] + 1);
            await AppendUntilItWorks(store, $"s{session}", end);
        }
    }

    [PostgresFact]
    public async Task A_connection_that_the_server_ends_is_replaced()
    {
        var database = await server.NewDatabaseAsync();
        using var store = Open(database);
        await Append(store, "a", 0);
        await Execute(
            database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        await AppendUntilItWorks(store, "a", 1);
        (await store.HighestAsync("a", default)).ShouldBe(2);
    }

    [PostgresFact]
    public async Task An_error_that_no_one_expects_costs_its_batch_and_the_connection_and_not_the_store()
    {
        var time = new BrokenOnceTime();
        using var store = new PostgresEventStore(await server.NewDatabaseAsync(), time, Ids);
        await Append(store, "a", 0);

        time.BreaksNext = true;
        var error = await Should.ThrowAsync<EventStoreException>(() => Append(store, "a", 1).WaitAsync(Patience));
        error.Problem.ShouldBe(EventStoreProblem.Unreachable);
        error.InnerException.ShouldBeOfType<InvalidOperationException>();
        await Append(store, "a", 1).WaitAsync(Patience);
        (await store.HighestAsync("a", default)).ShouldBe(2);
    }

    [PostgresFact]
    public async Task Another_journal_in_the_place_of_the_first_is_not_gone_on_with()
    {
        var database = await server.NewDatabaseAsync();
        using var store = Open(database);
        for (var session = 0; session < 8; session++) await Append(store, $"s{session}", 0);
        await Execute(
            database,
            "UPDATE hanzo_journal SET value = 'other' WHERE key = 'id';"
                + "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        for (var tries = 0; tries < 3; tries++)
            for (var session = 0; session < 8; session++)
                await Should.ThrowAsync<EventStoreException>(() => Append(store, $"s{session}", 1).WaitAsync(Patience));
        var refusal = await Should.ThrowAsync<EventStoreException>(() => Append(store, "s0", 1).WaitAsync(Patience));
        refusal.Problem.ShouldBe(EventStoreProblem.Unreadable);
        refusal.Message.ShouldContain("another journal is in its place (id other;");
        (await store.HighestAsync("s0", default)).ShouldBe(1);
    }

    [PostgresFact]
    public async Task A_database_of_another_version_is_not_touched()
    {
        var database = await server.NewDatabaseAsync();
        Open(database).Dispose();
        await Execute(database, "UPDATE hanzo_journal SET value = '2' WHERE key = 'version'");

        var refusal = Should.Throw<EventStoreException>(() => Open(database));
        refusal.Problem.ShouldBe(EventStoreProblem.Unreadable);
        refusal.Message.ShouldContain("format '2'");
    }

    [PostgresFact]
    public async Task A_database_of_something_else_is_not_written_to()
    {
        var database = await server.NewDatabaseAsync();
        await Execute(database, "CREATE TABLE journal (entry TEXT)");

        Should.Throw<EventStoreException>(() => Open(database)).Problem.ShouldBe(EventStoreProblem.Unreadable);
        await Execute(database, "DO $$ BEGIN ASSERT to_regclass('hanzo_journal') IS NULL; END $$");
    }

    [PostgresFact]
    public async Task Several_that_make_the_tables_at_once_agree()
    {
        var database = await server.NewDatabaseAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Open(database)))).WaitAsync(Patience);

        stores.Select(store => store.JournalId).Distinct().ShouldHaveSingleItem();
        foreach (var store in stores) store.Dispose();
    }

    [PostgresTheory]
    [InlineData("Host=127.0.0.1;Nonsense=1")]
    [InlineData("Database=a")]
    [InlineData("nonsense")]
    public void A_connection_string_that_is_none_is_refused(string text) => Should.Throw<ArgumentException>(() => Open(text));

    [PostgresFact]
    public void A_server_that_was_never_there_is_told_of_without_the_password()
    {
        var error = Should.Throw<EventStoreException>(() => Open("Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=d"));

        error.Problem.ShouldBe(EventStoreProblem.Unreachable);
        error.Message.ShouldContain("127.0.0.1:1/d");
        error.ToString().ShouldNotContain("secret");
    }

    /// <summary>Breaks what is under way between the connection and the statement.</summary>
    private sealed class BrokenOnceTime : TimeProvider
    {
        public bool BreaksNext { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (!BreaksNext) return base.GetUtcNow();
            BreaksNext = false;
            throw new InvalidOperationException("unexpected.");
        }
    }

    private static PostgresEventStore Open(string database) => new(database, TimeProvider.System, Ids);

    private static Task Append(PostgresEventStore store, string id, long expected) =>
        store.AppendAsync(id, expected, "w", [new NewEvent("m.1", new byte[100])], CancellationToken.None);

    /// <summary>As whoever is told that the store is unreachable does.</summary>
    private static async Task AppendUntilItWorks(PostgresEventStore store, string id, long expected)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            try
            {
                await Append(store, id, expected);
                return;
            }
            catch (EventStoreException) when (DateTimeOffset.UtcNow < end)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
