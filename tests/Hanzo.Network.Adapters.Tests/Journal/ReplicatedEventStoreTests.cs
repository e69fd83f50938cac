using System.Text;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Consensus.Groups;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>Beyond what every store promises: what the loss of members and of answers does to it.</summary>
public sealed class ReplicatedEventStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly LocalGroup _group = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _group.DisposeAsync();

    [Fact]
    public async Task What_was_acknowledged_is_read_elsewhere_after_the_loss_of_the_leader_and_goes_on_there()
    {
        var leader = await _group.LeaderAsync();
        using var lost = StoreOf(leader);
        for (var i = 0; i < 20; i++) await Append(lost, "a", i, $"{i + 1}");
        await _group.Do(leader.Stop);

        using var other = StoreOf(_group.Members.First(member => member != leader));
        (await Read(other, "a")).ShouldBe(Enumerable.Range(1, 20).Select(i => $"{i}"));
        await Append(other, "a", 20, "21");
        (await other.HighestAsync("a", default)).ShouldBe(21);
    }

    [Fact]
    public async Task Appends_under_way_at_the_loss_of_the_leader_are_stored_once()
    {
        var leader = await _group.LeaderAsync();
        using var store = StoreOf(_group.Members.First(member => member != leader));
        await Append(store, "warm", 0, "x");
        var appends = Enumerable.Range(0, 40).Select(i => Append(store, $"s{i % 4}", i / 4, $"{i / 4}")).ToList();
        await appends[5].WaitAsync(Patience);
        await _group.Do(leader.Stop);
        await Task.WhenAll(appends).WaitAsync(Patience);

        for (var i = 0; i < 4; i++) (await Read(store, $"s{i}")).ShouldBe(Enumerable.Range(0, 10).Select(n => $"{n}"));
    }

    [Fact]
    public async Task An_append_whose_outcome_is_lost_is_found_and_not_stored_twice()
    {
        var member = _group.Members[0];
        using var store = StoreOf(member);
        await Append(store, "a", 0, "one");
        await _group.Do(() => member.OutcomesToLose = 2);
        var before = member.Proposals;

        await Append(store, "a", 1, "two");
        (member.Proposals - before).ShouldBe(3);
        (await Read(store, "a")).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task An_append_whose_outcome_is_lost_is_a_conflict_when_another_writer_was_faster()
    {
        var member = _group.Members[0];
        using var store = StoreOf(member);
        await Append(store, "a", 0, "one");
        await _group.Do(() => member.OutcomesToLose = 1);

        await Should.ThrowAsync<EventStoreConflictException>(() => Append(store, "a", 0, "other"));
        await _group.Do(() => member.OutcomesToLose = 1);
        await Should.ThrowAsync<EventStoreConflictException>(
            () => store.AppendAsync("a", 0, "another writer", [NewEvent("one")], default));
        (await Read(store, "a")).ShouldBe(["one"]);
    }

    [Fact]
    public async Task Without_a_majority_nothing_is_stored_and_the_reason_told()
    {
        using var store = StoreOf(_group.Members[0], TimeSpan.Zero);
        await Append(store, "a", 0, "one");
        await _group.Do(() => _group.Members[0].PatienceTicks = 25);
        await _group.Do(_group.Members[1].Stop);
        await _group.Do(_group.Members[2].Stop);

        var refused = await Should.ThrowAsync<EventStoreException>(() => Append(store, "a", 1, "two")).WaitAsync(Patience);
        refused.Problem.ShouldBe(EventStoreProblem.Unreachable);
        refused.Message.ShouldContain("quorum:home");
        (await Should.ThrowAsync<EventStoreException>(() => store.HighestAsync("a", default)).WaitAsync(Patience)).Problem
            .ShouldBe(EventStoreProblem.Unreachable);
    }

    [Fact]
    public async Task A_member_that_comes_back_applies_what_it_missed_once()
    {
        var member = _group.Members[2];
        using var store = StoreOf(_group.Members[0]);
        await Append(store, "a", 0, "one");
        await _group.Do(member.Stop);
        await store.AppendAsync("a", 1, "w", [NewEvent(new string('x', 600_000))], default);
        await store.SaveSnapshotAsync("a", new StoredSnapshot(2, "s.1", "state"u8.ToArray(), DateTimeOffset.UnixEpoch), default);
        await store.DeleteAsync("a", 1, default);
        await _group.Do(() =>
        {
            member.Start();
            return true;
        });

        using var back = StoreOf(member);
        (await Read(back, "a")).ShouldBe([new string('x', 600_000)]);
        (await back.FindSnapshotAsync("a", SnapshotRange.All, default))!.Payload.ToArray().ShouldBe("state"u8.ToArray());
    }

    [Fact]
    public async Task An_append_that_waits_for_another_is_called_off_alone()
    {
        using var store = StoreOf(_group.Members[0]);
        using var called = new CancellationTokenSource();
        var first = Append(store, "a", 0, "one");
        var second = store.AppendAsync("a", 1, "w", [NewEvent("called off")], called.Token);
        var third = Append(store, "a", 1, "two");
        await called.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await Task.WhenAll(first, third).WaitAsync(Patience);
        (await Read(store, "a")).ShouldBe(["one", "two"]);
    }

    private static ReplicatedEventStore StoreOf(LocalMember member, TimeSpan? patience = null) =>
        new(member, member.Journal, "home", TimeProvider.System, new SystemIds(TimeProvider.System), patience);

    private static Task Append(ReplicatedEventStore store, string id, long expected, string text) =>
        store.AppendAsync(id, expected, "w", [NewEvent(text)], default);

    private static NewEvent NewEvent(string text) => new("m.1", Encoding.UTF8.GetBytes(text));

    private static async Task<List<string>> Read(ReplicatedEventStore store, string id)
    {
        var texts = new List<string>();
        await foreach (var stored in store.ReadAsync(id, 1, default)) texts.Add(Encoding.UTF8.GetString(stored.Payload.Span));
        return texts;
    }
}
