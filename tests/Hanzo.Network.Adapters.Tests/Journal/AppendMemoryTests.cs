using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

[CollectionDefinition(nameof(AppendMemoryTests), DisableParallelization = true)]
public sealed class AppendMemoryCollection;

/// <summary>Alone, because what is counted is the whole process's.</summary>
[Collection(nameof(AppendMemoryTests))]
public sealed class AppendMemoryTests : IDisposable
{
    private const int Appends = 1000;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_append_takes_little_memory_besides_its_event()
    {
        using var store = new SqliteEventStore(_folder.File("journal.db"), TimeProvider.System, new SystemIds(TimeProvider.System));
        var events = new[] { new NewEvent("m.1", new byte[500]) };
        for (var i = 0; i < Appends; i++) await store.AppendAsync("warm", i, "w", events, default);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Appends; i++) await store.AppendAsync("a", i, "w", events, default);

        ((GC.GetTotalAllocatedBytes(precise: true) - before) / Appends).ShouldBeLessThan(600);
    }

    public void Dispose() => _folder.Dispose();
}
