using Akka.Actor;

namespace Akka.Persistence;

/// <summary>
/// The actor's own stash beside the one that holds commands back while events are written. Those are taken out one by one, so what the
/// actor unstashes goes in front of them.
/// </summary>
internal sealed class PersistentStash(IStash own, IStash held) : IStash
{
    public int Count => own.Count;

    public bool IsEmpty => own.IsEmpty;

    public bool NonEmpty => own.NonEmpty;

    public bool IsFull => own.IsFull;

    public int Capacity => own.Capacity;

    public void Stash() => own.Stash();

    public void Unstash() => own.Unstash();

    public void UnstashAll() => held.Prepend(own.ClearStash());

    public void UnstashAll(Func<Envelope, bool> predicate) => own.UnstashAll(predicate);

    public IEnumerable<Envelope> ClearStash() => own.ClearStash();

    public void Prepend(IEnumerable<Envelope> envelopes) => own.Prepend(envelopes);
}
