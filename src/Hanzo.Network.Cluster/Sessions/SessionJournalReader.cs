using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Reads one run's events back from the journal, for a watcher that comes late.</summary>
internal sealed class SessionJournalReader(IEventStore store, SessionId session)
{
    public async Task<SessionWatchers.CaughtUp> ReadAsync(long run, IActorRef to, long after, long upTo, CancellationToken cancellation)
    {
        var batches = new List<IReadOnlyList<RunEvent>>();
        var batch = new List<RunEvent>();
        var bytes = 0;
        var ended = false;
        await foreach (var stored in store.ReadAsync(session.ToString(), after + 1, cancellation))
        {
            if (stored.Sequence > upTo) break;
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
        return new SessionWatchers.CaughtUp(run, to, upTo, ended, batches);
    }
}
