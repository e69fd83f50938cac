using Akka.Actor.Setup;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>Hands the process's store to the journal plugin of one actor system; the store outlives the system.</summary>
internal sealed class EventStoreSetup(IEventStore store) : Setup
{
    public IEventStore Store { get; } = store;
}
