using Hanzo.Network.Adapters;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>
/// The journal on the group, on real nodes over loopback with a folder each. Their names are no other test's: metrics are counted by
/// node in the whole process.
/// </summary>
public sealed class ReplicatedJournalTests(ITestOutputHelper output) : GroupTestBase(output)
{
    /// <summary>More than a log keeps after it is cut.</summary>
    private const int Sessions = 1500;

    private const int Large = 5;

    [Fact]
    public async Task A_node_that_joins_when_the_log_was_cut_takes_over_a_copy_and_goes_on_with_the_log()
    {
        using var metrics = new GroupMetrics();
        var one = await StartAsync("holder");
        var store = StoreOf(one);
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(i => AppendAsync(store, $"s{i}", 0, new byte[10])));
        for (var i = 0; i < Large; i++) await AppendAsync(store, "large", i, new byte[2_000_000]);
        await store.AppendAsync("state/net/holder", 0, "w", [new NewEvent("m.1", new byte[1])], CancellationToken.None);
        await SeatOf(one).Status.WaitAsync(status => status.Raft?.Snapshot.Index > Sessions).Within(30);

        var two = await StartAsync("joiner");
        await SeatOf(two).Status.WaitAsync(status => status.Raft is { Config: { IsJoint: false, Voters.Count: 2 } }).Within(30);
        SeatOf(two).Status.Current.Raft!.Snapshot.Index.ShouldBeGreaterThan(0, "what it lacked was no longer in the log");
        var other = StoreOf(two);
        for (var i = 0; i < Sessions; i += 100) (await other.HighestAsync($"s{i}", CancellationToken.None)).ShouldBe(1);
        (await other.SizeAsync("large", CancellationToken.None)).ShouldBe(new StoredSize(Large, Large * 2_000_000));
        (await other.HighestAsync("state/net/holder", CancellationToken.None)).ShouldBe(0, "that is the other node's alone");

        await AppendAsync(other, "s7", 1, new byte[20]);
        (await store.HighestAsync("s7", CancellationToken.None)).ShouldBe(2);
        await Should.ThrowAsync<EventStoreConflictException>(() => AppendAsync(store, "s7", 1, new byte[30]));

        metrics.Sum("hanzo.consensus.snapshot.io", "hanzo.direction=received").ShouldBeGreaterThan(Large * 2_000_000);
        metrics.Sum("hanzo.consensus.snapshots", "hanzo.event=taken_over").ShouldBeGreaterThanOrEqualTo(1);
        metrics.Count("hanzo.consensus.duration", "hanzo.operation=propose,hanzo.outcome=done").ShouldBeGreaterThan(Sessions);
        metrics.Observe();
        metrics.Sum("hanzo.consensus.leads", "hanzo.node=holder").ShouldBe(1);
        metrics.Sum("hanzo.consensus.leads", "hanzo.node=joiner").ShouldBe(0);
        metrics.Sum("hanzo.consensus.applied", "hanzo.node=joiner").ShouldBeGreaterThan(Sessions);

        await two.StopAsync();
        var again = await StartAsync("joiner");
        await SeatOf(again).Status.WaitAsync(status => status.Raft is { Leader: not null }).Within(30);
        (await StoreOf(again).HighestAsync("s7", CancellationToken.None)).ShouldBe(2);
    }

    private static Task AppendAsync(IEventStore store, string id, long expected, byte[] payload) =>
        store.AppendAsync(id, expected, "w", [new NewEvent("m.1", payload)], CancellationToken.None);

    private Task<TestNode> StartAsync(string id) =>
        Running.StartAsync(id, builder => builder.UseReplicatedJournal("net", FolderOf(id)));
}
