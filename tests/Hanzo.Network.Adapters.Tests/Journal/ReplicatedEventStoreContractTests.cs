using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Consensus.Groups;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>Each handle is another member's of a group of three.</summary>
public sealed class ReplicatedEventStoreContractTests : DurableStoreContract
{
    private readonly LocalGroup _group = new();
    private int _opened;

    protected override string JournalIdOf(IEventStore store) => ((ReplicatedEventStore)store).JournalId;

    protected override Task<IEventStore> OpenAsync()
    {
        var member = _group.Members[_opened++ % _group.Members.Count];
        return Task.FromResult<IEventStore>(
            new ReplicatedEventStore(member, member.Journal, "home", TimeProvider.System, new SystemIds(TimeProvider.System)));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _group.DisposeAsync();
    }
}
