using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class StoreFailureTests(ITestOutputHelper output)
{
    private static readonly AIFunction Look = AIFunctionFactory.Create(() => "seen", "look");
    private static readonly ToolOptions Again = new() { Effect = ToolEffect.Idempotent };
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

    [Fact]
    public async Task A_session_that_its_own_late_write_has_fenced_goes_on_though_nobody_asks_for_it()
    {
        using var model = new GatedChatClient();
        var store = new LateStore();
        var looker = Slow with { Tools = [new ToolReference("look")] };
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(store) };
        var one = await network.StartAsync("one", n => n.UseChatClient(model).AddTool(Look, Again), looker);
        await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20);
        var call = await model.NextCall().Within(20);

        store.HoldNext();
        call.ReleaseToolCall("look");

        (await model.NextCall().Within(40)).Release("done");
    }

    /// <summary>Says of one write that it failed, and does it before the next one of the same session.</summary>
    private sealed class LateStore() : ForwardingEventStore(new InMemoryEventStore(TimeProvider.System))
    {
        private readonly Lock _lock = new();
        private bool _holds;
        private (string Id, Func<Task> Append)? _held;

        public void HoldNext()
        {
            lock (_lock) _holds = true;
        }

        public override async Task AppendAsync(
            string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
        {
            Func<Task>? late = null;
            lock (_lock)
            {
                if (_holds)
                {
                    _holds = false;
                    _held = (persistenceId, () => base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation));
                    throw new EventStoreException("of the test", EventStoreProblem.Full, "it takes too long");
                }

                if (_held is { } held && held.Id == persistenceId) (late, _held) = (held.Append, null);
            }

            if (late is not null) await late();
            await base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
        }
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
