using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>A way through the tree, walked anew for each message, so that it reaches whoever is there then.</summary>
public class ActorSelection : ICanTell
{
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    public ActorSelection(IActorRef anchor, string path) : this(anchor, path.Length == 0 ? [] : path.Split('/'))
    {
    }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements) : this(anchor, ActorSelections.Parse(elements))
    {
    }

    public IActorRef Anchor { get; }

    public SelectionPathElement[] Path { get; }

    public string PathString => "/" + string.Join("/", Path.Select(e => e.ToString()));

    public void Tell(object message, IActorRef? sender = null)
    {
        if (message is null)
            throw new InvalidMessageException();
        ActorSelections.Deliver(InternalActorRef.Of(Anchor), sender ?? ActorCell.Current?.Self, new ActorSelectionMessage(message, Path));
    }

    /// <exception cref="ActorNotFoundException">Nobody answered within <paramref name="timeout"/>.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null!), timeout, ct);
            return identity.Subject ?? throw new ActorNotFoundException($"There is no actor at {this}.");
        }
        catch (AskTimeoutException e)
        {
            throw new ActorNotFoundException($"Nobody at {this} has answered within {timeout}.", e);
        }
    }

    public override bool Equals(object? obj) =>
        obj is ActorSelection other && Anchor.Equals(other.Anchor) && PathString == other.PathString;

    public override int GetHashCode() =>
        Akka.Embedded.Runtime.StableHash.Combine(Anchor.GetHashCode(), Akka.Embedded.Runtime.StableHash.Of(PathString));

    public override string ToString() =>
        $"ActorSelection[Anchor({Anchor.Path}{(Anchor.Path.Uid == 0 ? "" : "#" + Anchor.Path.Uid)}), Path({PathString})]";
}
