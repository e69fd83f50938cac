using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>An actor of another system. Its path is parsed only when somebody wants to see it.</summary>
internal sealed class RemoteActorRef(RemoteProvider provider, Association association, string pathText) : InternalActorRef
{
    private Association _association = association;
    private ActorPath? _path;
    private object? _numberGeneration;
    private int _number;

    /// <exception cref="InvalidDataException">Not a path.</exception>
    public static RemoteActorRef Parse(RemoteProvider provider, Association association, string pathText)
    {
        var made = new RemoteActorRef(provider, association, pathText);
        if (made.IsTemporary ? PathTexts.TemporaryName(pathText).AsSpan().ContainsAny('/', '#') : made.ParsePath() is null)
        {
            throw new InvalidDataException($"'{pathText}' is not an actor path.");
        }

        return made;
    }

    /// <summary>The path without address, with uid.</summary>
    public string PathText { get; } = pathText;

    /// <summary>True for the reference that waits for the answer to an ask.</summary>
    public bool IsTemporary { get; } = PathTexts.IsTemporary(pathText);

    public string FullText => Association.Peer + PathText;

    public Association Association =>
        _association.IsRetired ? _association = provider.Remoting.AssociationWith(_association.Peer) : _association;

    public override ActorPath Path => _path ?? ParsePath() ?? throw new InvalidDataException($"'{PathText}' is not an actor path.");

    public override ActorRefProvider Provider => provider;

    public override bool IsLocal => false;

    public override InternalActorRef Parent => Path.Depth == 0 ? this : Sibling(Path.Parent);

    public override void Tell(object message, IActorRef? sender)
    {
        if (message is null)
        {
            throw new InvalidMessageException();
        }

        Association.Send(message, sender is null ? null : Of(sender), this);
    }

    public override void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case WatchActor watch:
                provider.Watcher.Add(Association.Peer, watch.Watchee, watch.Watcher);
                break;
            case UnwatchActor unwatch:
                provider.Watcher.Remove(Association.Peer, unwatch.Watchee, unwatch.Watcher);
                break;
            case DeathWatchNotification notice:
                provider.Watcher.Remove(Association.Peer, notice.Actor, this);
                break;
            case StopActor:
                break;
            default:
                return;
        }

        Association.SendSystem(this, message);
    }

    public override InternalActorRef GetChild(ReadOnlySpan<string> names)
    {
        var path = Path;
        foreach (var name in names)
        {
            path = name switch
            {
                "" => path,
                ".." => path.Depth == 0 ? path : path.Parent,
                _ => path / name,
            };
        }

        return Sibling(path);
    }

    /// <summary>The number that this path has got on a connection, if it is of that generation.</summary>
    public bool TryGetNumber(object generation, out int number)
    {
        number = _number;
        return ReferenceEquals(_numberGeneration, generation);
    }

    /// <summary>Called by the one writer of the association only.</summary>
    public void SetNumber(object generation, int number)
    {
        _number = number;
        _numberGeneration = generation;
    }

    private RemoteActorRef Sibling(ActorPath path) => new(provider, Association, PathTexts.Relative(path));

    private ActorPath? ParsePath() =>
        ActorPath.TryParse(new RootActorPath(_association.Peer), PathText, out var path) ? _path = path : null;
}
