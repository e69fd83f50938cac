using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>Whom an actor watches, who watches it, and which ends are on their way to it.</summary>
internal sealed class DeathWatch
{
    // The value is the message wanted instead of Terminated, or null.
    private Dictionary<IActorRef, object?>? _watching;
    private Dictionary<IActorRef, object?>? _queued;
    private HashSet<IActorRef>? _watchedBy;

    public IEnumerable<IActorRef> Watching => _watching?.Keys.ToArray() ?? [];

    public IEnumerable<IActorRef> WatchedBy => _watchedBy?.ToArray() ?? [];

    public bool HasRemote => (_watching?.Keys.Any(IsRemote) ?? false) || (_watchedBy?.Any(IsRemote) ?? false);

    public static bool IsRemote(IActorRef actor) => actor is InternalActorRef { IsLocal: false };

    public bool IsWatching(IActorRef subject) => _watching?.ContainsKey(subject) ?? false;

    public void Watch(IActorRef subject, object? customMessage) => (_watching ??= []).Add(subject, customMessage);

    public bool Unwatch(IActorRef subject) => _watching?.Remove(subject) ?? false;

    /// <summary>Moves the subject from watched to "its end is in my mailbox". False when it is not watched.</summary>
    public bool Queue(IActorRef subject)
    {
        object? custom = null;
        var isWatched = _watching is not null
            && (_watching.Remove(subject, out custom) || (AnyIncarnationOf(subject) is { } any && _watching.Remove(any, out custom)));
        if (!isWatched)
            return false;
        (_queued ??= [])[subject] = custom;
        return true;
    }

    /// <summary>Takes a queued end out. False when it was unwatched meanwhile.</summary>
    public bool TakeQueued(IActorRef subject, out object? customMessage)
    {
        customMessage = null;
        return _queued?.Remove(subject, out customMessage) ?? false;
    }

    public bool AddWatcher(IActorRef watcher) => (_watchedBy ??= []).Add(watcher);

    public bool RemoveWatcher(IActorRef watcher) => _watchedBy?.Remove(watcher) ?? false;

    public void ClearWatching()
    {
        _watching = null;
        _queued = null;
    }

    /// <summary>A stashed end went back into the mailbox.</summary>
    public void Requeue(IActorRef subject) => (_queued ??= []).TryAdd(subject, null);

    public void ClearWatchers() => _watchedBy = null;

    // A reference by path alone was watched, and its end names the incarnation.
    private IActorRef? AnyIncarnationOf(IActorRef subject) =>
        IsRemote(subject) && subject.Path.Uid != 0
            ? _watching!.Keys.FirstOrDefault(k => k.Path.Uid == 0 && k.Path.Equals(subject.Path))
            : null;
}
