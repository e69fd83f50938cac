using Akka.Actor;

namespace Akka.Persistence.Journal;

/// <summary>Tells a persistent actor what became of each event that it sent to the journal, in its order.</summary>
internal static class JournalAnswers
{
    /// <param name="results">One per atomic write, null or not rejected where written; null for all written.</param>
    /// <param name="cause">Not null: nothing is known to be written.</param>
    public static void Send(WriteMessages request, IReadOnlyList<Exception?>? results, Exception? cause, IActorRef journal)
    {
        var writes = request.Messages.Count(message => message is AtomicWrite);
        if (cause is null && results is not null && results.Count != writes)
            cause = new InvalidOperationException($"The journal plugin returned {results.Count} results for {writes} atomic writes.");
        request.PersistentActor.Tell(
            cause is null ? WriteMessagesSuccessful.Instance : new WriteMessagesFailed(cause, writes), journal);
        var write = 0;
        foreach (var message in request.Messages)
        {
            if (message is AtomicWrite atomic)
                Answer(request, atomic, cause, cause is null ? results?[write++] : null);
            else
                request.PersistentActor.Tell(new LoopMessageSuccess(message.Payload, request.ActorInstanceId), message.Sender);
        }
    }

    private static void Answer(WriteMessages request, AtomicWrite write, Exception? failure, Exception? rejection)
    {
        foreach (var e in write.Events)
        {
            object answer = failure is not null
                ? new WriteMessageFailure(e, failure, request.ActorInstanceId)
                : rejection is not null
                    ? new WriteMessageRejected(e, rejection, request.ActorInstanceId)
                    : new WriteMessageSuccess(e, request.ActorInstanceId);
            request.PersistentActor.Tell(answer, e.Sender);
        }
    }
}
