using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What one session reads in its journal besides its recovery; each answer comes back to it as a message.</summary>
internal sealed class SessionJournalReader(IEventStore store, SessionId session, IActorRef self) : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>A run's events, for a watcher that comes late: <see cref="SessionWatchers.CaughtUp"/>.</summary>
    public void Read(long run, IActorRef watcher, long after, long upTo) =>
        ReadAsync(run, watcher, after, upTo, _stopped.Token).PipeTo(self);

    /// <summary>
    /// Where the journal ends: while the network was split, another writer may have gone on with this session, and who only
    /// answers is never fenced.
    /// </summary>
    /// <param name="after">The event after which the asker wants those of the run.</param>
    public void Look(RunId unknown, IActorRef asker, long after = 0) => store.HighestAsync(session.ToString(), _stopped.Token)
        .PipeTo(self, success: highest => new End(highest, unknown, asker, after));

    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    public async Task<SessionWatchers.CaughtUp> ReadAsync(long run, IActorRef to, long after, long upTo, CancellationToken cancellation)
    {
        var batches = new List<IReadOnlyList<RunEvent>>();
        var batch = new List<RunEvent>();
        var bytes = 0;
        var ended = false;
        var next = after + 1;
        (long First, long Last)? deleted = null;
        await foreach (var stored in store.ReadAsync(session.ToString(), after + 1, cancellation))
        {
            if (stored.Sequence > upTo) break;
            // Also between two pages of what is read.
            if (stored.Sequence > next) deleted = (deleted?.First ?? next, stored.Sequence - 1);
            next = stored.Sequence + 1;
            var @event = ConversationEventCodec.Decode(stored.Manifest, stored.Payload.Span);
            var projected = RunEventProjection.Project(session, stored.Sequence, @event);
            if (projected is null || projected.Run.Number != run) continue;
            if (batch.Count > 0 && bytes + stored.Payload.Length > SessionWatchers.MaxBatchBytes)
            {
                batches.Add(batch);
                (batch, bytes) = ([], 0);
            }

            batch.Add(projected);
            bytes += stored.Payload.Length;
            ended = projected.IsTerminal;

            // What follows is of other runs.
            if (ended) break;
        }

        if (batch.Count > 0) batches.Add(batch);
        if (!ended && next <= upTo) deleted = (deleted?.First ?? next, upTo);
        return new SessionWatchers.CaughtUp(run, to, upTo, ended, batches) { Deleted = deleted };
    }

    /// <param name="Highest">The last sequence number in the journal.</param>
    /// <param name="Unknown">What was asked for, which this session does not know: the run, or what comes after an event of it.</param>
    public sealed record End(long Highest, RunId Unknown, IActorRef Asker, long After);
}
