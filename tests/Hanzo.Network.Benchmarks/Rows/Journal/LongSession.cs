using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>The history of a session that was used for long: runs with two calls of a tool each, one after the other.</summary>
internal static class LongSession
{
    public static readonly SessionId Id = SessionId.Parse("math.1.01KB4Z6W5N0000000000000000");

    private const int AtOnce = 500;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Answer = string.Concat(Enumerable.Repeat("Some words of an answer. ", 12));

    /// <param name="snapshotAt">The snapshot that is stored is of the events up to this one.</param>
    public static async Task<SessionSnapshot> WriteAsync(IEventStore store, int events, int snapshotAt)
    {
        var made = SessionSnapshot.Empty(Id);
        var sequence = 0L;
        foreach (var some in Events().Take(events).Chunk(AtOnce))
        {
            var added = some.Select(e => new NewEvent(ConversationEventCodec.ManifestOf(e), ConversationEventCodec.Encode(e)));
            await store.AppendAsync(Id.ToString(), sequence, "w", [.. added], CancellationToken.None);
            foreach (var @event in some)
            {
                made = made.Apply(@event, ++sequence);
                if (sequence == snapshotAt) await SaveAsync(store, made, sequence);
            }
        }

        return made;
    }

    private static Task SaveAsync(IEventStore store, SessionSnapshot made, long sequence) => store.SaveSnapshotAsync(
        Id.ToString(),
        new StoredSnapshot(sequence, SessionSnapshotCodec.Manifest, SessionSnapshotCodec.Encode(made), Start),
        CancellationToken.None);

    private static IEnumerable<ConversationEvent> Events()
    {
        yield return new SessionOpened("w", "one", Start);
        for (var run = 1; ; run++)
            foreach (var @event in EventsOf(run, Start.AddSeconds(run)))
                yield return @event;
    }

    private static IEnumerable<ConversationEvent> EventsOf(int run, DateTimeOffset at)
    {
        var request = string.Create(CultureInfo.InvariantCulture, $"01KB4Z6W5NREQUEST{run:000000000}");
        yield return new RunQueued(run, request, "What is 17 * 23, and what 4 + 5?", "math was asked for.", at);
        yield return new RunStarted(run, "one", at);
        yield return new ModelCalled(run, 1, at) { Model = "m" };
        ToolRequest[] calls =
        [
            new($"c{run}a", "calculate", """{"expression":"17 * 23"}"""), new($"c{run}b", "calculate", """{"expression":"4 + 5"}"""),
        ];
        yield return new ModelReplied(run, 1, "", "m", at) { ToolCalls = [.. calls] };
        for (var call = 0; call < calls.Length; call++)
        {
            yield return new ToolCalled(run, call + 2, calls[call], at);
            yield return new ToolReturned(run, call + 2, "391", at);
        }

        yield return new ModelCalled(run, 4, at) { Model = "m" };
        yield return new ModelReplied(run, 4, Answer, "m", at);
        yield return new RunCompleted(run, Answer, at);
    }
}
