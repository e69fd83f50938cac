using Akka.Actor;
using Akka.Actor.Setup;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>Hands the process's store to the journal plugin of one actor system; the store outlives the system.</summary>
internal sealed class EventStoreSetup(IEventStore store, JournalHealth? health = null) : Setup
{
    public IEventStore Store { get; } = store;

    /// <summary>Told of what the store cannot do; null: nobody is.</summary>
    public JournalHealth? Health { get; } = health;

    /// <exception cref="InvalidOperationException">The actor system was not given one.</exception>
    public static EventStoreSetup Of(ActorSystem system) => system.Settings.Setup.Get<EventStoreSetup>() is { HasValue: true } setup
        ? setup.Value
        : throw new InvalidOperationException($"journal and snapshot store need an {nameof(EventStoreSetup)} in the ActorSystemSetup.");
}
