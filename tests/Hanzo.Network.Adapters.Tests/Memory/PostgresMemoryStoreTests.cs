using Hanzo.Network.Adapters.Memory;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Adapters.Tests.Memory;

/// <summary>On a server without pgvector, unless the machine has it.</summary>
public sealed class PostgresMemoryStoreTests(PostgresServer server) : DurableMemoryContract, IClassFixture<PostgresServer>
{
    private string _database = "";

    protected override IMemoryStore Open() => new PostgresMemoryStore(_database, new SystemIds(TimeProvider.System));

    public override async Task InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        await base.InitializeAsync();
    }

    [PostgresFact]
    public async Task It_says_what_compares_vectors_once_it_is_open()
    {
        Store.Description.ShouldEndWith("not opened yet");

        await Write(Entry("m1"));

        Store.Description.ShouldMatch("vectors compared (by its extension pgvector|in process, as pgvector is not there \\(.+\\))$");
    }
}
