using System.Collections;
using System.Reflection;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.Conversations;

public sealed class SessionSnapshotTests
{
    private readonly Talk _talk = new();

    [Fact]
    public void Nothing_of_the_state_is_lost()
    {
        foreach (var made in Histories())
        {
            var read = SessionSnapshotCodec.Decode(SessionSnapshotCodec.Manifest, SessionSnapshotCodec.Encode(made));

            Say(read).ShouldBe(Say(made));
            read.State.Requests.ShouldBe(made.State.Requests, ignoreOrder: true);
        }
    }

    [Fact]
    public void Whoever_goes_on_from_a_snapshot_decides_as_one_who_has_read_all_events()
    {
        var call = Asked();
        var read = SessionSnapshotCodec.Decode(SessionSnapshotCodec.Manifest, SessionSnapshotCodec.Encode(Made(_talk.Events)));

        read.State.ResultOf(1)!.Approvals.ShouldBe(_talk.State.ResultOf(1)!.Approvals);
        Conversation.OpenEffects(read.State).ShouldBe(Conversation.OpenEffects(_talk.State));
        read.State.ActiveRun!.Open.ContainsKey(call.Step).ShouldBeTrue();
        Say(Conversation.Apply(read.State, new RunCancelled(1, "enough", _talk.Now)))
            .ShouldBe(Say(Conversation.Apply(_talk.State, new RunCancelled(1, "enough", _talk.Now))));
    }

    [Fact]
    public void It_tells_where_the_events_of_each_run_are()
    {
        _talk.Start("one");
        _talk.Start("two");
        _talk.Say("done");

        var made = Made(_talk.Events);
        made.Spans.Keys.ShouldBe([1, 2]);
        foreach (var (run, span) in made.Spans)
        {
            var own = _talk.Events.Select((e, i) => (Run: (e as RunChange)?.Run, Sequence: i + 1L)).Where(e => e.Run == run).ToList();
            span.First.ShouldBe(own[0].Sequence);
            span.Last.ShouldBe(made.State.Runs[run].IsFinished ? own[^1].Sequence : 0);
        }
    }

    [Fact]
    public void What_contradicts_itself_or_is_of_another_version_is_refused()
    {
        Asked();
        var text = Encoding.UTF8.GetString(SessionSnapshotCodec.Encode(Made(_talk.Events)));

        Refused(SessionSnapshotCodec.Manifest, text[..^10]);
        Refused(SessionSnapshotCodec.Manifest, "null");
        Refused(SessionSnapshotCodec.Manifest, text.Replace("\"spans\":{\"1\"", "\"spans\":{\"2\"", StringComparison.Ordinal));
        Refused("session.snapshot.2", text);
    }

    [Fact]
    public void Events_of_runs_that_have_not_ended_or_ended_lately_are_kept()
    {
        _talk.Start("one");
        _talk.Say("done");
        _talk.Start("two");
        var made = Made(_talk.Events);
        var (first, second, now) = (made.Spans[1], made.Spans[2], made.State.Runs[1].EndedAt!.Value);

        made.LastNeedless(first.First + 1, keptSince: now.AddDays(1), keptRuns: 0).ShouldBe(first.First + 1);
        made.LastNeedless(_talk.Events.Count, keptSince: now.AddDays(1), keptRuns: 0).ShouldBe(second.First - 1);
        made.LastNeedless(_talk.Events.Count, keptSince: now, keptRuns: 0).ShouldBe(0);
    }

    [Fact]
    public void Events_of_the_newest_runs_are_kept_though_a_wrong_clock_dated_their_ends_long_ago()
    {
        _talk.Now = DateTimeOffset.UnixEpoch;
        for (var run = 1; run <= 3; run++)
        {
            _talk.Start($"r{run}");
            _talk.Say("done");
        }

        var made = Made(_talk.Events);
        var kept = ManualTime.Start.AddDays(-7);
        made.LastNeedless(_talk.Events.Count, kept, keptRuns: 2).ShouldBe(made.Spans[2].First - 1);
        made.LastNeedless(_talk.Events.Count, kept, keptRuns: 20).ShouldBe(0);
        made.LastNeedless(_talk.Events.Count, kept, keptRuns: 0).ShouldBe(_talk.Events.Count);
        HistoryRetention.Default.KeepRuns.ShouldBePositive();
        (HistoryRetention.Default with { KeepEvents = TimeSpan.Zero }).KeepRuns.ShouldBe(0);
    }

    private static void Refused(string manifest, string text) =>
        Should.Throw<FormatException>(() => SessionSnapshotCodec.Decode(manifest, Encoding.UTF8.GetBytes(text)));

    private IEnumerable<SessionSnapshot> Histories()
    {
        Asked();
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2, 1), Approved: true, Reason: null));
        _talk.Start("waits");
        var asked = _talk.Events.ToList();
        for (var count = 0; count <= asked.Count; count++) yield return Made(asked.Take(count));
    }

    private EffectId Asked()
    {
        _talk.Tell(new StartRun("r1", "pay, Köln 🙂 \"now\"", "because") { Limits = new RunLimits { Tokens = 900, ToolCalls = 7 } });
        _talk.Ask("pay");
        var call = _talk.UnderWay.Keys.ShouldHaveSingleItem();
        _talk.End(new AskPerson(call, "pay again?"));
        return call;
    }

    private SessionSnapshot Made(IEnumerable<ConversationEvent> events) => events
        .Select((e, i) => (Event: e, Sequence: i + 1L))
        .Aggregate(SessionSnapshot.Empty(_talk.State.Session), (made, next) => made.Apply(next.Event, next.Sequence));

    /// <summary>Every property of every record, found by reflection, so that none can be forgotten.</summary>
    private static string Say(object? value) => value switch
    {
        null => "null",
        string or DateTimeOffset or Enum or bool or int or long or decimal => value.ToString()!,
        SessionId => value.ToString()!,
        IEnumerable many => $"[{string.Join(", ", many.Cast<object>().Select(Say).Order(StringComparer.Ordinal))}]",
        _ => $"{{{string.Join(", ", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name}: {Say(property.GetValue(value))}"))}}}",
    };
}
