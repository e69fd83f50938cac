using System.Text;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Tests.Storage;

/// <summary>A world with one disk and one shared journal, and what its checkers were told.</summary>
internal sealed class StorageWorld
{
    private readonly SimulatedWorld _world;

    public StorageWorld(ulong seed = 1, JournalAccess? access = null, EventStoreFlaws? flaws = null)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _world = new SimulatedWorld(seed, records: false);
        Disk = new SimulatedDisk("disk", _world.Time, _world.Random.Fork("disk"), DiskSpeed.SolidState);
        Store = new SimulatedEventStore(
            _world.Time, _world.Random.Fork("store"), Disk, access ?? new JournalAccess(), Seen.Add, flaws ?? EventStoreFlaws.None);
        Run(1);
        Store.IsUp.ShouldBeTrue();
    }

    public SimulatedDisk Disk { get; }

    public SimulatedEventStore Store { get; }

    public List<Observation> Seen { get; } = [];

    public IEnumerable<T> All<T>()
        where T : Observation => Seen.OfType<T>();

    public void Run(double seconds) => _world.RunUntil(_world.Now + TimeSpan.FromSeconds(seconds));

    /// <summary>Until the task has ended; it must within 20 virtual seconds.</summary>
    public T Get<T>(Task<T> task)
    {
        _world.RunUntil(() => task.IsCompleted, _world.Now + TimeSpan.FromSeconds(20)).ShouldBeTrue("the call has no end");
        return task.GetAwaiter().GetResult();
    }

    public void Do(Task task) => Get(task.ContinueWith(
        ended => ended.Exception is { } error ? throw error.InnerException! : true, TaskContinuationOptions.ExecuteSynchronously));

    public Task Append(IEventStore store, string id, long expected, params string[] texts) =>
        store.AppendAsync(id, expected, "w", [.. texts.Select(text => new NewEvent("m.1", Encoding.UTF8.GetBytes(text)))], default);

    public List<StoredEvent> Read(IEventStore store, string id, long from = 1) => Get(ReadAsync(store, id, from));

    /// <summary>What the disk holds of a stream, by its own words at the end.</summary>
    public IEnumerable<EventRead> ReadFromDisk()
    {
        Seen.Clear();
        Store.ReadAll();
        return All<EventRead>();
    }

    private static async Task<List<StoredEvent>> ReadAsync(IEventStore store, string id, long from)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in store.ReadAsync(id, from, default)) events.Add(stored);
        return events;
    }
}
