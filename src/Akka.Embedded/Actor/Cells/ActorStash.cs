using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>Messages put aside by an actor, oldest first.</summary>
internal sealed class ActorStash(ActorCell cell) : IStash
{
    private readonly int _capacity = cell.Props.StashCapacity;
    private List<Envelope>? _stashed;
    private int _stashedAt = -1;

    public int Count => _stashed?.Count ?? 0;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public bool IsFull => _capacity >= 0 && Count >= _capacity;

    public int Capacity => _capacity;

    public void Stash()
    {
        var message = cell.CurrentMessage ?? throw new IllegalActorStateException("There is no current message to stash.");
        var sender = cell.Sender;
        if (_stashedAt == cell.MessageNumber)
            throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
        _stashedAt = cell.MessageNumber;
        if (_capacity > 0 && Count >= _capacity)
            throw new StashOverflowException(
                $"Couldn't enqueue message {message} from {sender} to stash of {cell.Self}: it holds {Count} messages already");
        (_stashed ??= []).Add(new Envelope(message, sender));
    }

    public void Unstash()
    {
        if (_stashed is not { Count: > 0 })
            return;
        cell.PutBack([_stashed[0]]);
        _stashed.RemoveAt(0);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        if (_stashed is not { Count: > 0 } all)
            return;
        _stashed = null;
        cell.PutBack(all.Where(predicate).ToList());
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var all = _stashed ?? [];
        _stashed = null;
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes) => (_stashed ??= []).InsertRange(0, envelopes);
}
