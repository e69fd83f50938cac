using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

public sealed class InMemoryEventStoreContractTests : EventStoreContract
{
    private readonly InMemoryEventStore _shared = new(TimeProvider.System);

    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(_shared);
}
