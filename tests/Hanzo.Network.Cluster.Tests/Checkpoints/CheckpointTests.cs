using System.Collections.Immutable;
using Hanzo.Network.Adapters.Checkpoints;
using Hanzo.Network.Agents;
using Hanzo.Network.Checkpoints;
using Hanzo.Network.Cluster.Checkpoints;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Checkpoints;

/// <summary>Checkpoints of whole nodes, whose journals are in memory.</summary>
public sealed class CheckpointTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Of 20,000 keys, on a machine that does nothing else.</summary>
    private static readonly TimeSpan Restoring = TimeSpan.FromSeconds(5);

    /// <summary>For machines that do.</summary>
    private const int Slack = 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-checkpoints-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_network_that_starts_anew_knows_what_the_last_node_knew_when_it_ended()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", Keeping);
        await one.Network.State.IncrementAsync(StateKey.Parse("count"), 3).Within(20);
        await one.Network.State.SetAsync(StateKey.Parse("plan"), StateValue.Of("go")).Within(20);
        await one.StopAsync();

        var again = await network.StartAsync("one", Keeping);

        (await again.Network.State.IncrementAsync(StateKey.Parse("count")).Within(20)).Value!.Value.Json.ShouldBe("4");
        (await again.Network.State.GetAsync(StateKey.Parse("plan")).Within(20))!.Value!.Value.Json.ShouldBe("\"go\"");
    }

    [Fact]
    public async Task What_another_node_wrote_after_the_newest_checkpoint_is_found_in_the_journal_that_it_shared()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", Keeping);
        var two = await network.StartAsync("two");
        await network.MeetAsync();
        await two.Network.State.SetAsync(Key(1), StateValue.Of("in it"), StateConsistency.All).Within(20);
        await Eventually.TrueAsync(() => one.Process.SharedState.Read(Key(1)).Kind is not null);
        await one.Services.GetRequiredService<INetworkCheckpoints>().CreateAsync().Within(20);
        using var then = new FileCheckpointStore(CopyOf(_folder));
        await two.Network.State.SetAsync(Key(2), StateValue.Of("later")).Within(20);
        await two.StopAsync();
        await one.StopAsync();

        // As if it had been killed: what it takes at its end is not there.
        var again = await network.StartAsync("one", builder => builder.UseCheckpoints(_ => then));

        (await again.Network.State.GetAsync(Key(1)).Within(20))!.Value.ShouldBe(StateValue.Of("in it"));
        await Eventually.TrueAsync(
            async () => (await again.Network.State.GetAsync(Key(2)))?.Value == StateValue.Of("later"), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_node_whose_checkpoints_cannot_be_read_or_written_works_and_ends_without_them()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", builder => builder.UseCheckpoints(_ => new Broken()));
        await one.Network.State.SetAsync(Key(1), StateValue.Of("x")).Within(20);

        (await Should.ThrowAsync<AgentNetworkException>(() => one.Services.GetRequiredService<INetworkCheckpoints>().ListAsync())).Error
            .ShouldBe(NetworkError.Unavailable);
        await one.StopAsync();
    }

    [Fact]
    public async Task A_restore_is_seen_on_every_node()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", Keeping);
        var two = await network.StartAsync("two");
        await network.MeetAsync();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => one.Network.State.SetAsync(Key(i), StateValue.Of(i)))).Within(30);
        var checkpoints = one.Services.GetRequiredService<INetworkCheckpoints>();
        var taken = await checkpoints.CreateAsync().Within(30);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => two.Network.State.SetAsync(Key(i), StateValue.Of("x")))).Within(30);
        await two.Network.State.SetAsync(StateKey.Parse("more"), StateValue.Of("x"), StateConsistency.All).Within(20);
        await Eventually.TrueAsync(async () => (await checkpoints.PlanAsync(taken.Id)).Changes.Length == 301);

        await checkpoints.RestoreAsync(taken.Id).Within(60);

        await Eventually.TrueAsync(async () => (await two.Network.State.ListAsync()).Length == 300);
        for (var i = 0; i < 300; i += 50)
            (await two.Network.State.GetAsync(Key(i)).Within(20))!.Value.ShouldBe(StateValue.Of(i));
    }

    [Fact]
    public async Task Twenty_thousand_keys_of_a_checkpoint_are_on_two_nodes()
    {
        await SaveAsync(20_000);
        await using var network = new TestNetwork(output);
        var began = TimeProvider.System.GetTimestamp();
        var one = await network.StartAsync("one", Keeping);
        (await one.Network.State.ListAsync().Within(30)).Length.ShouldBe(20_000);
        var took = TimeProvider.System.GetElapsedTime(began);
        output.WriteLine($"a node has them {took.TotalSeconds:0.0} s after its start began");
        took.ShouldBeLessThan(Restoring * Slack);

        var two = await network.StartAsync("two");
        await network.MeetAsync();
        began = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(async () => (await two.Network.State.ListAsync()).Length == 20_000, TimeSpan.FromSeconds(60));
        output.WriteLine($"the other one has them {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s later");
    }

    private string CopyOf(DirectoryInfo folder)
    {
        var copy = Path.Combine(_folder.FullName, "copy");
        foreach (var file in folder.GetFiles("*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(copy, Path.GetRelativePath(folder.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file.CopyTo(path);
        }

        return copy;
    }

    private static StateKey Key(int number) => StateKey.Parse($"key-{number}");

    private void Keeping(INetworkBuilder network) =>
        network.UseCheckpoints(_ => new FileCheckpointStore(_folder.FullName));

    private async Task SaveAsync(int keys)
    {
        var board = new StateBoard();
        var writer = new StateWriter(board, "former");
        writer.Replay(new WriterOpened("former~00000000"));
        for (var i = 0; i < keys; i += 500)
        {
            var batch = writer.Begin(TimeProvider.System.GetUtcNow());
            for (var k = i; k < i + 500; k++) batch.Decide(new SetValue(Key(k), StateValue.Of($"value {k}"))).Refusal.ShouldBeNull();
            writer.Commit(batch);
        }

        using var store = new FileCheckpointStore(_folder.FullName);
        var (checkpoint, chunks) = new CheckpointTaker(board, "test", "former")
            .Take(new SystemIds(TimeProvider.System).NewUlid(), TimeProvider.System.GetUtcNow(), CheckpointReason.Asked);
        await store.SaveAsync(checkpoint, chunks, CancellationToken.None);
    }

    private sealed class Broken : ICheckpointStore
    {
        public Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation) => throw new IOException("the disk is gone");

        public Task SaveAsync(Checkpoint checkpoint, IReadOnlyDictionary<string, byte[]> chunks, CancellationToken cancellation) =>
            throw new InvalidOperationException("nobody thought of this");

        public Task<Checkpoint> ReadAsync(string id, CancellationToken cancellation) => throw new DamagedCheckpointException(id, "gone.");

        public Task<byte[]> ReadChunkAsync(string id, CheckpointChunk chunk, CancellationToken cancellation) =>
            throw new DamagedCheckpointException(id, "gone.");

        public Task<bool> DeleteAsync(string id, CancellationToken cancellation) => throw new IOException("the disk is gone");
    }
}
