using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Keeps events in memory, for as long as the actor system lives.</summary>
public class MemoryJournal : AsyncWriteJournal
{
    private static readonly Task<IImmutableList<Exception>> AllWritten = Task.FromResult<IImmutableList<Exception>>(null!);
    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);

    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        var left = max;
        foreach (var e in StreamOf(persistenceId).Events)
        {
            if (left <= 0 || e.SequenceNr > toSequenceNr)
                break;
            if (e.SequenceNr < fromSequenceNr)
                continue;
            recoveryCallback(e);
            left--;
        }

        return Task.CompletedTask;
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr) =>
        Task.FromResult(StreamOf(persistenceId).Highest);

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages)
    {
        foreach (var write in messages)
        {
            var stream = StreamOf(write.PersistenceId);
            foreach (var e in write.Events)
            {
                stream.Events.Add(e.Update(e.SequenceNr, e.PersistenceId, e.IsDeleted, null, e.WriterGuid));
                stream.Highest = Math.Max(stream.Highest, e.SequenceNr);
            }
        }

        return AllWritten;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr)
    {
        StreamOf(persistenceId).Events.RemoveAll(e => e.SequenceNr <= toSequenceNr);
        return Task.CompletedTask;
    }

    private Stream StreamOf(string persistenceId)
    {
        if (!_streams.TryGetValue(persistenceId, out var stream))
            _streams[persistenceId] = stream = new Stream();
        return stream;
    }

    private sealed class Stream
    {
        public List<IPersistentRepresentation> Events { get; } = [];

        public long Highest { get; set; }
    }
}
