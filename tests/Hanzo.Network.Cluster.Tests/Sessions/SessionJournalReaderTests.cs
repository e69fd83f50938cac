using System.Runtime.CompilerServices;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>What a watcher that comes late is told of events that are deleted while they are read.</summary>
public sealed class SessionJournalReaderTests
{
    private const int Last = 6;
    private static readonly SessionId Session = SessionId.Parse("math.1.01J9Z00000000000000000000A");
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly HoleyStore _store = new();

    [Theory]
    [InlineData(1, 2, 1, 2)]
    [InlineData(3, 4, 3, 4)]
    [InlineData(6, 6, 6, 6)]
    [InlineData(0, 0, null, null)]
    public async Task Wherever_events_are_missing_it_is_said(int from, int to, int? first, int? last)
    {
        _store.Hidden = (from, to);

        var read = await ReadAsync(after: 0);

        (read.Deleted?.First, read.Deleted?.Last).ShouldBe(((long?)first, (long?)last));
    }

    [Fact]
    public async Task Of_several_holes_the_first_and_the_last_number_are_told()
    {
        _store.Hidden = (2, 2);
        _store.HiddenToo = 5;

        var deleted = (await ReadAsync(after: 0)).Deleted.ShouldNotBeNull();
        deleted.ShouldBe((2L, 5L));
    }

    [Fact]
    public async Task What_was_read_before_is_not_missed()
    {
        _store.Hidden = (1, 3);

        var read = await ReadAsync(after: 3);

        (read.Deleted, read.Ended).ShouldBe((null, true));
    }

    private async Task<SessionWatchers.CaughtUp> ReadAsync(long after)
    {
        ConversationEvent[] events =
        [
            new SessionOpened("w", "one", At), new RunQueued(1, "r1", "go", "because", At), new RunStarted(1, "one", At),
            new ModelCalled(1, 1, At), new ModelFailed(1, 1, "no", At), new RunFailed(1, "no", At),
        ];
        events.Length.ShouldBe(Last);
        NewEvent[] encoded = [.. events.Select(e => new NewEvent(ConversationEventCodec.ManifestOf(e), ConversationEventCodec.Encode(e)))];
        await _store.AppendAsync(Session.ToString(), 0, "w", encoded, CancellationToken.None);
        using var reader = new SessionJournalReader(_store, Session, ActorRefs.Nobody);
        return await reader.ReadAsync(1, ActorRefs.Nobody, after, Last, CancellationToken.None);
    }

    /// <summary>Goes on reading behind what somebody has deleted since the page before.</summary>
    private sealed class HoleyStore() : ForwardingEventStore(new InMemoryEventStore(TimeProvider.System))
    {
        public (long From, long To) Hidden { get; set; }

        public long HiddenToo { get; set; }

        public override async IAsyncEnumerable<StoredEvent> ReadAsync(
            string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var stored in base.ReadAsync(persistenceId, fromSequence, cancellation))
                if ((stored.Sequence < Hidden.From || stored.Sequence > Hidden.To) && stored.Sequence != HiddenToo) yield return stored;
        }
    }
}
