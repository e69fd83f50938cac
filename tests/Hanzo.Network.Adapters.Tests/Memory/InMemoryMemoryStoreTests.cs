using Hanzo.Network.Memory;

namespace Hanzo.Network.Adapters.Tests.Memory;

public sealed class InMemoryMemoryStoreTests : MemoryStoreContract
{
    protected override IMemoryStore Open() => new InMemoryMemoryStore();
}
