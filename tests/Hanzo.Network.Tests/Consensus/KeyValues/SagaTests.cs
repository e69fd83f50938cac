using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.KeyValues;

public sealed class SagaTests
{
    private List<string> _done = [];
    private string? _crashesAt;
    private readonly ConsensusManager _manager = NewManager(new ManualTime());

    [Fact]
    public async Task Steps_are_done_in_order_each_by_its_key()
    {
        (await RunAsync("a", "b", "c")).Phase.ShouldBe(SagaPhase.Done);
        _done.ShouldBe(["do s/a", "do s/b", "do s/c"]);
        (await RunAsync("a", "b", "c")).Phase.ShouldBe(SagaPhase.Done);
        _done.Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_fails_is_undone_with_all_before_latest_first()
    {
        var ended = await RunAsync("a", "b!", "c");
        ended.Phase.ShouldBe(SagaPhase.Undone);
        ended.Error.ShouldBe("step 'b!' has failed: no b!");
        _done.ShouldBe(["do s/a", "do s/b!", "undo s/b!", "undo s/a"]);
    }

    [Fact]
    public async Task After_a_crash_it_goes_on_where_it_was()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync("a", "b?", "c"));
        _done.ShouldBe(["do s/a", "do s/b?"]);
        _done.Clear();
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync("a", "b?", "c"));
        _done.ShouldBe(["do s/b?"]);
    }

    [Fact]
    public async Task Also_what_is_being_undone_goes_on_after_a_crash()
    {
        _crashesAt = "undo s/b";
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync("a", "b", "c!"));
        _done.ShouldBe(["do s/a", "do s/b", "do s/c!", "undo s/c!", "undo s/b"]);
        (_crashesAt, _done) = (null, []);
        (await RunAsync("a", "b", "c!")).Phase.ShouldBe(SagaPhase.Undone);
        _done.ShouldBe(["undo s/b", "undo s/a"]);
    }

    [Fact]
    public async Task A_record_that_is_none_is_refused()
    {
        await RunAsync("a");
        (await _manager.GetAsync("saga/s"))!.Value.ShouldBe("""{"steps":["a"],"phase":"Done","next":1}""");
        foreach (var value in new[] { """{"steps":["a"],"phase":9}""", """{"steps":["a"],"next":1}""", "{}", "null", "x" })
        {
            await _manager.PutAsync("saga/s", value);
            (await Should.ThrowAsync<AgentNetworkException>(() => RunAsync("a"))).Message.ShouldContain("holds no saga");
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a/b", 1)]
    [InlineData("a", Saga.MaxNameLength + 1)]
    public async Task A_name_by_which_work_is_not_known_is_refused(string part, int times) =>
        (await Should.ThrowAsync<AgentNetworkException>(() => RunAsync(string.Concat(Enumerable.Repeat(part, times))))).Message
            .ShouldContain("1 to 128 characters, without a slash");

    [Fact]
    public async Task One_goes_on_with_a_saga_at_a_time()
    {
        SagaStep step = new("a", async (_, _) => await RunAsync("a"), (_, _) => Task.CompletedTask);
        (await Should.ThrowAsync<AgentNetworkException>(() => Saga.RunAsync(_manager, "s", [step]))).Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public async Task Other_steps_under_the_same_id_are_refused()
    {
        await RunAsync("a");
        (await Should.ThrowAsync<AgentNetworkException>(() => RunAsync("b"))).Message.ShouldContain("begun with the steps a");
        (await Should.ThrowAsync<AgentNetworkException>(() => RunAsync("b", "b"))).Error.ShouldBe(NetworkError.InvalidRequest);
        (await Should.ThrowAsync<AgentNetworkException>(() => RunAsync())).Message.ShouldContain("1 to 64");
    }

    [Fact]
    public async Task A_conflict_is_told_and_decided_anew()
    {
        var told = new List<KeyConflict>();
        await _manager.PutAsync("n", "1");
        var first = true;
        var entry = await _manager.UpdateAsync("n", found =>
        {
            if (first) _manager.PutAsync("n", "5").IsCompletedSuccessfully.ShouldBeTrue();
            first = false;
            return $"{found!.Value}+1";
        }, told.Add);
        entry!.Value.ShouldBe("5+1");
        told.ShouldHaveSingleItem().Found!.Value.ShouldBe("5");
        (await _manager.UpdateAsync("absent", _ => null)).ShouldBeNull();
    }

    private static ConsensusManager NewManager(ManualTime time)
    {
        var feed = new KeyValueFeed();
        var group = new LocalConsensusGroup(feed.Part, time);
        return new ConsensusManager(group, feed, () => GroupStatus.Off, remove: null, TimeSpan.Zero, time);
    }

    /// <summary>Steps by name: one with ! fails, one with ? ends as if its process did.</summary>
    private async Task<SagaRecord> RunAsync(params string[] names)
    {
        using var crash = new CancellationTokenSource();
        return await Saga.RunAsync(_manager, "s", [.. names.Select(name => new SagaStep(
            name,
            (key, _) =>
            {
                _done.Add($"do {key}");
                if (name.EndsWith('?'))
                {
                    crash.Cancel();
                    throw new OperationCanceledException(crash.Token);
                }
                return name.EndsWith('!') ? Task.FromException(new InvalidOperationException($"no {name}")) : Task.CompletedTask;
            },
            (key, _) =>
            {
                _done.Add($"undo {key}");
                if (_done[^1] != _crashesAt) return Task.CompletedTask;
                crash.Cancel();
                throw new OperationCanceledException(crash.Token);
            }))], crash.Token);
    }
}
