using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class StoreFailureTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    [Fact]
    public async Task A_run_that_nobody_waits_for_goes_on_when_the_store_that_stopped_it_does()
    {
        using var model = new GatedChatClient();
        var store = new FailingStore();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(store) };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var run = await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20);
        var call = await model.NextCall().Within(20);

        store.Fails = true;
        call.Release("not recorded");
        await Eventually.TrueAsync(() => store.Failures > 0);
        store.Fails = false;

        (await model.NextCall().Within(30)).Release("done");
        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(run.Id))?.Output == "done");
    }

    private sealed class FailingStore() : ForwardingEventStore(new InMemoryEventStore(TimeProvider.System))
    {
        private volatile bool _fails;
        private int _failures;

        public bool Fails
        {
            set => _fails = value;
        }

        public int Failures => Volatile.Read(ref _failures);

        public override Task AppendAsync(
            string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
        {
            if (!_fails) return base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
            Interlocked.Increment(ref _failures);
            return Task.FromException(new EventStoreException("of the test", EventStoreProblem.Full, "it is full"));
        }
    }
}
