using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Memory;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Memory;

public sealed class SqliteMemoryStoreTests : DurableMemoryContract
{
    private readonly TemporaryFolder _folder = new();

    protected override IMemoryStore Open() => new SqliteMemoryStore(_folder.File("net/journal.db"), new SystemIds(TimeProvider.System));

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_shares_its_file_with_a_journal()
    {
        using var journal = new SqliteEventStore(
            _folder.File("net/journal.db"), TimeProvider.System, new SystemIds(TimeProvider.System));
        await Write(Entry("m1"));

        await journal.AppendAsync("a", 0, "w", [new NewEvent("m.1", "x"u8.ToArray())], default);

        (await List()).Count.ShouldBe(1);
        (await journal.HighestAsync("a", default)).ShouldBe(1);
        Store.Description.ShouldBe($"in SQLite, {journal.Path}, vectors compared in process");
    }

    [Fact]
    public async Task A_later_format_is_not_touched()
    {
        await Write(Entry("m1"));
        using (var connection = new SqliteConnection(_folder.File("net/journal.db"), TimeSpan.FromSeconds(5)))
            connection.Execute("UPDATE hanzo_journal SET value = '2' WHERE key = 'memory_version'");

        using var other = (SqliteMemoryStore)Open();
        var error = await Should.ThrowAsync<EventStoreException>(() => other.ListAsync(MemoryFilter.All, 1, default));

        error.Message.ShouldContain("memories of format '2'; this program reads and writes format 1");
    }

    [Fact]
    public async Task What_is_no_memory_is_told_as_such()
    {
        await Write(Entry("m1"));
        using (var connection = new SqliteConnection(_folder.File("net/journal.db"), TimeSpan.FromSeconds(5)))
            connection.Execute("UPDATE hanzo_memory SET kind = 'strange'");

        (await Should.ThrowAsync<EventStoreException>(() => List())).Message.ShouldContain("'strange' is no kind of memory");
    }
}
