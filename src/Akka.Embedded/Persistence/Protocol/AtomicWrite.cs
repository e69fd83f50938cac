using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence;

/// <summary>Something on its way through the journal: events to write, or a deferred thing that only passes.</summary>
public interface IPersistentEnvelope
{
    object Payload { get; }

    IActorRef? Sender { get; }

    int Size { get; }
}

/// <summary>Events of one actor that are written all or none.</summary>
public sealed class AtomicWrite : IPersistentEnvelope
{
    public AtomicWrite(IPersistentRepresentation @event)
        : this(ImmutableArray.Create(@event))
    {
    }

    /// <exception cref="ArgumentException">There is no event, or the events have different persistence ids.</exception>
    public AtomicWrite(IImmutableList<IPersistentRepresentation> payload)
    {
        if (payload.Count == 0)
            throw new ArgumentException("An atomic write needs at least one event.", nameof(payload));
        Events = payload;
        PersistenceId = payload[0].PersistenceId;
        for (var i = 1; i < payload.Count; i++)
        {
            if (payload[i].PersistenceId is var other && other != PersistenceId)
                throw new ArgumentException($"Events of {PersistenceId} and {other} in one atomic write.", nameof(payload));
        }
    }

    /// <summary>An <see cref="IImmutableList{T}"/> of <see cref="IPersistentRepresentation"/>.</summary>
    public object Payload => Events;

    public string PersistenceId { get; }

    public IActorRef? Sender => null;

    public int Size => Events.Count;

    public long LowestSequenceNr => Events[0].SequenceNr;

    public long HighestSequenceNr => Events[Events.Count - 1].SequenceNr;

    internal IImmutableList<IPersistentRepresentation> Events { get; }

    public override string ToString() => $"AtomicWrite({PersistenceId} {LowestSequenceNr}..{HighestSequenceNr})";
}

/// <summary>Passes through the journal behind the writes before it, and is not stored.</summary>
internal sealed record NonPersistentMessage(object Payload, IActorRef? Sender) : IPersistentEnvelope
{
    public int Size => 1;
}
