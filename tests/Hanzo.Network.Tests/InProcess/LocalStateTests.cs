using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;

namespace Hanzo.Network.Tests.InProcess;

public sealed class LocalStateTests
{
    private static readonly StateKey Plan = StateKey.Parse("plan");
    private static readonly StateKey Log = StateKey.Parse("log");
    private static readonly StateKey Count = StateKey.Parse("count");

    [Fact]
    public async Task State_is_set_appended_to_incremented_listed_and_removed()
    {
        await using var network = LocalNetwork.Create();
        var state = network.State;

        (await state.SetAsync(Plan, StateValue.Of("go"))).Value!.Value.Json.ShouldBe("\"go\"");
        await state.AppendAsync(Log, StateValue.Of("x"));
        (await state.IncrementAsync(Count, 3)).Value!.Value.Json.ShouldBe("3");

        (await state.ListAsync()).Select(item => item.Key).ShouldBe([Count, Log, Plan]);
        (await state.RemoveAsync(Plan)).ShouldBeTrue();
        (await state.RemoveAsync(Plan)).ShouldBeFalse();
        (await state.GetAsync(Plan)).ShouldBeNull();
    }

    [Fact]
    public async Task State_outlives_the_process_with_its_journal()
    {
        var store = new InMemoryEventStore(new ManualTime());
        await using (var first = LocalNetwork.Create(store: store))
        {
            await first.State.IncrementAsync(Count, 3);
            await first.State.SetAsync(Plan, StateValue.Of("go"));
        }

        await using var second = LocalNetwork.Create(store: store);
        (await second.State.IncrementAsync(Count)).Value!.Value.Json.ShouldBe("4");
        (await second.State.GetAsync(Plan))!.Value!.Value.Json.ShouldBe("\"go\"");
    }

    [Fact]
    public async Task Of_many_that_expect_the_same_version_one_succeeds()
    {
        await using var network = LocalNetwork.Create();
        var version = (await network.State.SetAsync(Plan, StateValue.Of(0))).Version;

        var won = await Task.WhenAll(Enumerable.Range(1, 20).Select(async i =>
        {
            try
            {
                await network.State.CompareAndSetAsync(Plan, version, StateValue.Of(i));
                return true;
            }
            catch (AgentNetworkException lost) when (lost.Error == NetworkError.Conflict)
            {
                return false;
            }
        }));

        won.Count(w => w).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_allowed_is_refused_with_the_bound()
    {
        await using var network = LocalNetwork.Create();
        await network.State.IncrementAsync(Count);

        (await Should.ThrowAsync<AgentNetworkException>(() => network.State.AppendAsync(Count, StateValue.Of("x")))).Error
            .ShouldBe(NetworkError.Conflict);
        (await Should.ThrowAsync<AgentNetworkException>(() => network.State.SetAsync(Plan, StateValue.Of(new string('x', 16_384))))).Message
            .ShouldBe("the value for state key 'plan' has 16386 bytes as JSON; allowed: up to 16384.");
        var deep = System.Text.Json.JsonDocument.Parse(new string('[', 25) + new string(']', 25)).RootElement;
        (await Should.ThrowAsync<AgentNetworkException>(() => network.State.AppendAsync(Log, StateValue.Of(deep)))).Message
            .ShouldBe("the value for state key 'log' is nested 25 deep; allowed: up to 24.");
        (await Should.ThrowAsync<AgentNetworkException>(() => network.State.IncrementAsync(Count, long.MinValue))).Error
            .ShouldBe(NetworkError.InvalidRequest);
        (await Should.ThrowAsync<AgentNetworkException>(async () => await network.State.ListAsync("no key"))).Error
            .ShouldBe(NetworkError.InvalidRequest);
    }

    [Fact]
    public async Task A_journal_that_fails_makes_the_write_fail_and_not_the_next()
    {
        var store = new FailingStore(new InMemoryEventStore(new ManualTime()));
        await using var network = LocalNetwork.Create(store: store);
        await network.State.IncrementAsync(Count);

        store.Fails = true;
        (await Should.ThrowAsync<AgentNetworkException>(() => network.State.IncrementAsync(Count))).Error
            .ShouldBe(NetworkError.Unavailable);
        store.Fails = false;

        (await network.State.IncrementAsync(Count)).Value!.Value.Json.ShouldBe("2");
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_told_like_every_other_error_and_read_when_it_can_be()
    {
        var store = new FailingStore(new InMemoryEventStore(new ManualTime())) { FailsToRead = true };
        await using var network = LocalNetwork.Create(store: store);

        foreach (var call in new Func<Task>[] { () => network.State.GetAsync(Plan), () => network.State.IncrementAsync(Count) })
            (await Should.ThrowAsync<AgentNetworkException>(call)).Error.ShouldBe(NetworkError.Unavailable);
        store.FailsToRead = false;

        (await network.State.IncrementAsync(Count)).Value!.Value.Json.ShouldBe("1");
    }

    private sealed class FailingStore(IEventStore inner) : ForwardingEventStore(inner)
    {
        public bool Fails { get; set; }

        public bool FailsToRead { get; set; }

        public override Task AppendAsync(
            string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation) =>
            Fails
                ? Task.FromException(new EventStoreException("test", EventStoreProblem.Full, "is full"))
                : base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);

        public override IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation) =>
            FailsToRead
                ? throw new EventStoreException("test", EventStoreProblem.Unreachable, "is away")
                : base.ReadAsync(persistenceId, fromSequence, cancellation);
    }
}
