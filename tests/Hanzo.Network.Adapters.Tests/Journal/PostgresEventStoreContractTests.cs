using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

public sealed class PostgresEventStoreContractTests(PostgresServer server) : SharedStoreContract, IClassFixture<PostgresServer>
{
    private string _database = "";

    protected override string Place => JournalPlace.OfServer(_database);

    protected override string JournalIdOf(IEventStore store) => ((PostgresEventStore)store).JournalId;

    public override async Task InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        await base.InitializeAsync();
    }
}
