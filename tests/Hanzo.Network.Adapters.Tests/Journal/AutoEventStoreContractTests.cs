using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Consensus.Groups;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>Each handle is another process of one machine, with the same file and a member of its own.</summary>
public abstract class AutoEventStoreContract : DurableStoreContract
{
    private readonly LocalGroup _group = new();
    private readonly TemporaryFolder _folder = new();
    private int _opened;

    protected override string JournalIdOf(IEventStore store) => ((IDurableEventStore)store).JournalId;

    protected override async Task<IEventStore> OpenAsync()
    {
        var (ids, number) = (new SystemIds(TimeProvider.System), _opened++);
        var member = _group.Members[number % _group.Members.Count];
        var own = new SqliteEventStore(_folder.File(SqliteEventStore.FileName), TimeProvider.System, ids);
        var store = new AutoEventStore(
            own, new ReplicatedEventStore(member, member.Journal, "home", TimeProvider.System, ids), TimeProvider.System);
        await OpenedAsync(store, number);
        return store;
    }

    protected abstract Task OpenedAsync(AutoEventStore store, int number);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _group.DisposeAsync();
        _folder.Dispose();
    }
}

public sealed class LocalAutoEventStoreContractTests : AutoEventStoreContract
{
    protected override Task OpenedAsync(AutoEventStore store, int number) => Task.CompletedTask;
}

/// <summary>The choice comes at any time, to one process earlier than to another.</summary>
public sealed class MovingAutoEventStoreContractTests : AutoEventStoreContract
{
    private readonly List<Timer> _chosen = [];

    protected override Task OpenedAsync(AutoEventStore store, int number)
    {
        if (Random.Shared.Next(3) == 0) store.Choose();
        else _chosen.Add(new Timer(_ => store.Choose(), null, Random.Shared.Next(1, 100), Timeout.Infinite));
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        foreach (var timer in _chosen) await timer.DisposeAsync();
        await base.DisposeAsync();
    }
}

public sealed class ReplicatedAutoEventStoreContractTests : AutoEventStoreContract
{
    protected override async Task OpenedAsync(AutoEventStore store, int number)
    {
        if (number > 0) return;
        store.Choose();
        while (store.Move.Phase != JournalPhase.Moved) await Task.Yield();
        await store.CompleteAsync();
    }
}
