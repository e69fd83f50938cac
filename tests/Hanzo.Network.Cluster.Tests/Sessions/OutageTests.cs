using System.Globalization;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Npgsql;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>A node whose journal, a real one, cannot be used for a while.</summary>
public sealed class OutageTests(ITestOutputHelper output) : IDisposable
{
    private const string Ballast = "ballast";
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };
    private static readonly StateKey Plan = StateKey.Parse("plan");
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    /// <summary>How long a server cannot be reached, 3 s unless the environment says otherwise (docs/JOURNAL.md).</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("HANZO_OUTAGE_SECONDS") ?? "3", CultureInfo.InvariantCulture));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-outage-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    public async Task A_full_disk_is_told_or_waited_for_and_nothing_acknowledged_is_lost(int patience)
    {
        var options = new SqliteJournalOptions { MaxPages = 150 };
        using var store = new SqliteEventStore(
            Path.Combine(_folder.FullName, "journal.db"), TimeProvider.System, new SystemIds(TimeProvider.System), options);

        var written = 0;
        await OutlivesAsync(
            store, patience, "is full",
            away: async () => written = await FillAsync(store),
            back: () => store.DeleteAsync(Ballast, written, CancellationToken.None));
    }

    [PostgresTheory]
    [InlineData(0)]
    [InlineData(120)]
    public async Task A_server_that_is_restarted_is_told_or_waited_for_and_nothing_acknowledged_is_lost(int patience)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            using var store = Open(await server.NewDatabaseAsync());
            await OutlivesAsync(store, patience, "journal 127.0.0.1:", server.StopAsync, server.StartAsync);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Nothing of it differs between the runtimes that a restarted server does not show.</summary>
    [PostgresTheory]
    [Trait("Runtime", "embedded")]
    [InlineData(0)]
    [InlineData(120)]
    public async Task A_server_that_cannot_be_reached_is_told_or_waited_for_and_nothing_acknowledged_is_lost(int patience)
    {
        await using var relay = new Akka.Contract.Tests.Support.Relay();
        var server = new PostgresServer { Port = relay.Inner };
        await server.InitializeAsync();
        try
        {
            var far = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync())
            {
                Port = relay.Port, Timeout = 2, CommandTimeout = 2, CancellationTimeout = -1,
            };
            using var store = Open(far.ConnectionString);
            await OutlivesAsync(
                store, patience, "journal 127.0.0.1:",
                away: () =>
                {
                    relay.Cut();
                    return Task.CompletedTask;
                },
                back: async () =>
                {
                    await PassAsync(Away);
                    relay.Heal();
                });
        }
        finally
        {
            relay.Heal();
            await server.DisposeAsync();
        }
    }

    /// <param name="patience">In s: of the start that is asked for while the store is away; 0: it has to fail.</param>
    private async Task OutlivesAsync(IEventStore store, int patience, string why, Func<Task> away, Func<Task> back)
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(store) };
        var one = await network.StartAsync(
            "one", n => n.UseChatClient(model).Configure(o => o.JournalPatience = TimeSpan.FromSeconds(patience)), Slow);
        var finished = one.Network.RunAsync(Asking("first"));
        (await model.NextCall().Within(20)).Release("kept");
        await finished.Within(20);
        await one.Network.State.SetAsync(Plan, StateValue.Of("before")).Within(20);
        var running = await one.Network.StartAsync(Asking("second")).Within(20);
        var call = await model.NextCall().Within(20);

        await away();
        call.Release("answered while the store was away");
        var (asked, set) = (one.Network.StartAsync(Asking("third")), one.Network.State.SetAsync(Plan, StateValue.Of("meanwhile")));
        if (patience == 0)
            (await RefusalOf(asked)).ShouldSatisfyAllConditions(
                refused => refused.Error.ShouldBe(NetworkError.Unavailable), refused => refused.Message.ShouldContain(why));
        var notSet = await RefusalOf(set);
        (notSet.Error is NetworkError.Unavailable or NetworkError.Unconfirmed).ShouldBeTrue(notSet.Message);
        await back();

        using var over = new CancellationTokenSource();
        var answering = AnswerAllAsync(model, over.Token);
        await Eventually.TrueAsync(() => EndedAsync(one, running.Id), Recovery);
        if (patience > 0) await Eventually.TrueAsync(async () => await EndedAsync(one, (await asked).Id), Recovery);
        await Eventually.TrueAsync(() => TrySetAsync(one), Recovery);
        (await one.Network.GetRunAsync((await finished).Id).Within(20))!.Output.ShouldBe("kept");

        await one.ClusterHost.RestartAsync(CancellationToken.None).Within(60);
        (await one.Network.GetRunAsync((await finished).Id).Within(30))!.Output.ShouldBe("kept");
        (await EndedAsync(one, running.Id)).ShouldBeTrue();
        (await one.Network.State.GetAsync(Plan).Within(30))!.Value.ShouldBe(StateValue.Of("after"));
        over.Cancel();
        await answering;
    }

    private static PostgresEventStore Open(string connectionString) =>
        new(connectionString, TimeProvider.System, new SystemIds(TimeProvider.System));

    private static RunRequest Asking(string text) => new(text) { Agent = "slow" };

    private static async Task<AgentNetworkException> RefusalOf(Task asked) =>
        await Should.ThrowAsync<AgentNetworkException>(() => asked.Within(60));

    private static async Task<bool> EndedAsync(TestNode node, RunId run) =>
        (await node.Network.GetRunAsync(run).Within(60)) is { Status: RunStatus.Completed };

    private static async Task<bool> TrySetAsync(TestNode node)
    {
        try
        {
            await node.Network.State.SetAsync(Plan, StateValue.Of("after")).Within(20);
            return true;
        }
        catch (AgentNetworkException)
        {
            return false;
        }
    }

    /// <summary>What is called again, or was asked for meanwhile.</summary>
    private static async Task AnswerAllAsync(GatedChatClient model, CancellationToken over)
    {
        try
        {
            while (true) (await model.NextCall().WaitAsync(over)).Release("answered afterwards");
        }
        catch (OperationCanceledException)
        {
            // The test has seen what it waited for.
        }
    }

    /// <summary>Until not even a small event has room.</summary>
    private static async Task<int> FillAsync(SqliteEventStore store)
    {
        var written = 0;
        foreach (var size in new[] { 20_000, 1_000, 10 })
        {
            try
            {
                for (; ; written++)
                    await store.AppendAsync(Ballast, written, "test", [new NewEvent("ballast.1", new byte[size])], CancellationToken.None);
            }
            catch (EventStoreException full) when (full.Problem == EventStoreProblem.Full)
            {
                // The next size may have room.
            }
        }

        return written;
    }

    private static async Task PassAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}
