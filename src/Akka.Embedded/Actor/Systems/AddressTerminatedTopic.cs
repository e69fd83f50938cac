namespace Akka.Actor;

/// <summary>
/// Tells the actors that watch across the network, or are watched so, that an address is gone for good. Remoting publishes here
/// when it quarantines a node or its failure detector gives it up.
/// </summary>
internal sealed class AddressTerminatedTopic
{
    private readonly Lock _gate = new();
    private readonly HashSet<InternalActorRef> _subscribers = [];

    /// <summary>Subscribes or unsubscribes; doing it again changes nothing.</summary>
    public void Follow(InternalActorRef actor, bool wanted)
    {
        lock (_gate)
        {
            if (wanted)
                _subscribers.Add(actor);
            else if (_subscribers.Count > 0)
                _subscribers.Remove(actor);
        }
    }

    public void Publish(Address address)
    {
        InternalActorRef[] subscribers;
        lock (_gate)
            subscribers = [.. _subscribers];
        foreach (var subscriber in subscribers)
            subscriber.SendSystemMessage(new AddressTerminated(address));
    }
}
