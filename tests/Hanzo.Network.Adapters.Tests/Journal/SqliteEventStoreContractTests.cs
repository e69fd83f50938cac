using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

public sealed class SqliteEventStoreContractTests : SharedStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override string Place => JournalPlace.OfFile(_folder.File("net/journal.db"));

    protected override string JournalIdOf(IEventStore store) => ((SqliteEventStore)store).JournalId;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
