using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Memory;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Agents that remember, on nodes that share their memory and are lost.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private static readonly Agent Friend = new() { Name = AgentName.Parse("friend"), Memory = new AgentMemory() };

    [Fact]
    public async Task A_run_whose_node_is_lost_while_it_remembers_is_remembered_once_by_the_next()
    {
        var store = new InMemoryMemoryStore();
        var stuck = new StuckStore(store);
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseMemoryStore(_ => stuck), Friend);
        var run = await one.Network.StartAsync(new RunRequest("I like green tea.") { Agent = "friend", User = "ada" }).Within(20);
        await stuck.Written.Task.Within(20);
        var two = await network.StartAsync("two", n => n.UseMemoryStore(_ => store), Friend);
        await network.MeetAsync();

        await one.CrashAsync();

        await Eventually.TrueAsync(async () => (await two.Network.GetRunAsync(run.Id))?.Status == RunStatus.Completed);
        (await store.ListAsync(MemoryFilter.All, 10, CancellationToken.None)).Count.ShouldBe(2);
        var events = await WatchAsync(two, run.Id).Within(20);
        events.Count(e => e.Type == RunEventTypes.ModelCalled).ShouldBe(1);
        events.Single(e => e.Type == RunEventTypes.MemoryKept).Data["added"]!.GetValue<int>().ShouldBe(0);

        var later = await two.Network.RunAsync(new RunRequest("Which tea do I like?") { Agent = "friend", User = "ada" }).Within(20);
        (await WatchAsync(two, later.Id).Within(20)).Single(e => e.Type == RunEventTypes.MemoryRecalled)
            .Data["memories"]!.AsArray().Select(one => one!["text"]!.ToString()).ShouldContain("I like green tea.");
    }

    private static async Task<List<RunEvent>> WatchAsync(TestNode node, RunId run)
    {
        var events = new List<RunEvent>();
        await foreach (var step in node.Network.WatchAsync(run)) events.Add(step);
        return events;
    }

    /// <summary>Writes, and never says so.</summary>
    private sealed class StuckStore(IMemoryStore inner) : IMemoryStore
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Description => inner.Description;

        public async Task<bool> WriteAsync(MemoryWrite write, CancellationToken cancellation)
        {
            await inner.WriteAsync(write, cancellation);
            Written.TrySetResult();
            return await new TaskCompletionSource<bool>().Task.WaitAsync(cancellation);
        }

        public Task<IReadOnlyList<MemoryCandidate>> FindAsync(MemorySearch search, CancellationToken cancellation) =>
            inner.FindAsync(search, cancellation);

        public Task<IReadOnlyList<MemoryEntry>> ListAsync(MemoryFilter filter, int most, CancellationToken cancellation) =>
            inner.ListAsync(filter, most, cancellation);

        public Task<IReadOnlyList<MemoryTrait>> TraitsAsync(MemoryOwner owner, CancellationToken cancellation) =>
            inner.TraitsAsync(owner, cancellation);

        public Task<int> DeleteAsync(MemoryFilter filter, CancellationToken cancellation) => inner.DeleteAsync(filter, cancellation);
    }
}
