using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>Keeps account of watches across the network, on behalf of references; an actor does the work.</summary>
internal sealed class RemoteWatch(ActorSystemImpl system, Remoting remoting)
{
    private readonly ConcurrentDictionary<Address, bool> _members = new();
    private readonly IActorRef _watcher = system.SystemActorOf(Props.Of(() => new RemoteWatcher(remoting)), "remote-watcher");

    public void Add(Address peer, IActorRef watchee, IActorRef watcher) =>
        _watcher.Tell(new RemoteWatcher.Add(peer, watchee, watcher), ActorRefs.NoSender);

    public void Remove(Address peer, IActorRef watchee, IActorRef watcher) =>
        _watcher.Tell(new RemoteWatcher.Remove(peer, watchee, watcher), ActorRefs.NoSender);

    /// <summary>All watches across to that address end; their ends are told after this.</summary>
    public void Forget(Address peer) => _watcher.Tell(new RemoteWatcher.Forget(peer), ActorRefs.NoSender);

    public void Heartbeat(Address peer, int uid) => _watcher.Tell(new RemoteWatcher.Heartbeat(peer, uid), ActorRefs.NoSender);

    /// <summary>From now on the cluster decides about this address, no longer a failure detector of its own.</summary>
    public void LeaveToCluster(Address peer, bool isMember)
    {
        if (isMember)
        {
            _members.TryAdd(peer, true);
        }
        else
        {
            _members.TryRemove(peer, out _);
        }

        _watcher.Tell(new RemoteWatcher.LeaveToCluster(peer, isMember), ActorRefs.NoSender);
    }

    public bool IsMember(Address peer) => _members.ContainsKey(peer);
}
