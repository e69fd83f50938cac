using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>A node that is killed while it takes over another's copy, and a copy for which there is no room.</summary>
public sealed class CatchUpFaultTests(ITestOutputHelper output) : GroupTestBase(output, patience: 40)
{
    /// <summary>More than a log keeps after it is cut.</summary>
    private const int Sessions = 1500;

    /// <summary>Of 2 MB: many pieces of a snapshot.</summary>
    private const int Large = 5;

    [Fact]
    public async Task A_node_that_is_killed_while_it_takes_over_a_copy_catches_up_when_it_is_started_anew()
    {
        var keeper = await StartAsync("keeper");
        var store = StoreOf(keeper);
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(i => AppendAsync(store, $"s{i}", 0, 10)));
        for (var i = 0; i < Large; i++) await AppendAsync(store, "large", i, 2_000_000);
        await SeatOf(keeper).Status.WaitAsync(status => status.Raft?.Snapshot.Index > Sessions).Within(40);
        var acknowledged = (long)Large;

        acknowledged = await KilledAsync(
            keeper, "receiving", acknowledged, (call, _) => call is { Piece: { Offset: > 500_000 }, IsDone: true },
            (log, applied) => (log.Any(file => file.EndsWith(".arriving", StringComparison.Ordinal)), applied).ShouldBe((true, 0)));
        acknowledged = await KilledAsync(
            keeper, "whole", acknowledged, (call, _) => call is { Batch.Install: not null, IsDone: false },
            (log, applied) => (log.Any(file => file.EndsWith(".arriving", StringComparison.Ordinal)), applied).ShouldBe((true, 0)));
        acknowledged = await KilledAsync(
            keeper, "installed", acknowledged, (call, _) => call is { Batch.Install: not null, IsDone: true },
            (log, applied) => log.Any(file => file.Contains(".snapshot-", StringComparison.Ordinal)).ShouldBeTrue());
        await KilledAsync(
            keeper, "taken-over", acknowledged, (call, applied) => call is { Batch: not null, IsDone: false } && applied > 0,
            (_, applied) => applied.ShouldBeGreaterThan(Sessions));
    }

    [SmallDiskFact]
    public async Task A_copy_for_which_there_is_no_room_stops_its_node_alone_which_goes_on_when_there_is()
    {
        using var disk = await SmallDisk.MountAsync(Directory.CreateDirectory(FolderOf("small")));
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        var three = await StartAsync("three", ids => new ReplicatedJournal(Path.Combine(disk.Path, ReplicatedJournal.FileName), ids));
        await VotersAsync(3, one, two, three);
        var store = StoreOf(one);
        for (var i = 0; SeatOf(three).Status.Current.Phase != GroupPhase.Stopped; i++)
        {
            i.ShouldBeLessThan(200, "the disk should be full by now");
            await AppendAsync(store, "ours", i, 200_000);
        }

        await SeatOf(three).Status.WaitAsync(status => status.Problem is not null).Within(20);
        SeatOf(three).Status.Current.Problem!.ShouldContain(ReplicatedJournal.FileName);
        SeatOf(three).Status.Current.Problem!.ShouldContain("full");
        var highest = await store.HighestAsync("ours", CancellationToken.None);
        await AppendAsync(StoreOf(two), "ours", highest, 10);
        foreach (var node in new[] { one, two }) SeatOf(node).Status.Current.Problem.ShouldBeNull();

        await disk.MakeRoomAsync();
        await VotersAsync(3, one, two, three);
        (await StoreOf(three).HighestAsync("ours", CancellationToken.None).Within(30)).ShouldBe(highest + 1);
        await AppendAsync(StoreOf(three), "ours", highest + 1, 10);
        (await StoreOf(three).SizeAsync("ours", CancellationToken.None)).Events.ShouldBe(highest + 2);
    }

    /// <returns>How many events the large session has now.</returns>
    private async Task<long> KilledAsync(
        TestNode keeper, string id, long acknowledged, Func<StoppingDisk.Call, long, bool> when, Action<string[], int> isAsExpected)
    {
        ReplicatedJournal? journal = null;
        var disk = new StoppingDisk(FolderOf(id), call => when(call, journal!.Applied));
        var killed = await StartAsync(
            id,
            ids => journal = new ReplicatedJournal(Path.Combine(FolderOf(id), ReplicatedJournal.FileName), ids),
            builder => builder.Services.AddSingleton<IConsensusDisk>(disk));
        await disk.Over.Within(40);
        isAsExpected(ArrivedAt(id), (int)journal!.Applied);
        await killed.CrashAsync();
        await killed.DisposeAsync();
        await AppendAsync(StoreOf(keeper), "large", acknowledged, 20);

        var again = await StartAsync(id);
        // Of more than three nodes not each has a vote.
        await SeatOf(again).Status.WaitAsync(status => status.HasLeader).Within(40);
        await Eventually.TrueAsync(() => again.Services.GetRequiredService<ReplicatedJournal>().Applied > Sessions);
        var store = StoreOf(again);
        for (var i = 0; i < Sessions; i += 250) (await store.HighestAsync($"s{i}", CancellationToken.None)).ShouldBe(1, id);
        (await store.HighestAsync("large", CancellationToken.None)).ShouldBe(acknowledged + 1, id);
        await AppendAsync(store, "large", acknowledged + 1, 20);
        (await StoreOf(keeper).SizeAsync("large", CancellationToken.None)).Events.ShouldBe(acknowledged + 2, id);
        ArrivedAt(id).ShouldNotContain(file => file.EndsWith(".arriving", StringComparison.Ordinal));
        return acknowledged + 2;
    }

    private static Task AppendAsync(IEventStore store, string id, long expected, int size) =>
        store.AppendAsync(id, expected, "w", [new NewEvent("m.1", new byte[size])], CancellationToken.None);

    /// <summary>What there is of another's snapshot, whole or not.</summary>
    private string[] ArrivedAt(string id) =>
        [.. Directory.GetFiles(FolderOf(id), SqliteConsensusLog.FileName + ".*").Select(file => Path.GetFileName(file)!)];

    /// <param name="journal">Null: in the node's folder.</param>
    private Task<TestNode> StartAsync(string id, Func<IIds, ReplicatedJournal>? journal = null, Action<INetworkBuilder>? then = null) =>
        Running.StartAsync(id, builder =>
        {
            Directory.CreateDirectory(FolderOf(id));
            if (journal is not null) builder.Services.AddSingleton(provider => journal(provider.GetRequiredService<IIds>()));
            builder.UseReplicatedJournal("net", FolderOf(id));
            then?.Invoke(builder);
        });
}
