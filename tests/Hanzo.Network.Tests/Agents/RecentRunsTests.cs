using Hanzo.Network.Agents;

namespace Hanzo.Network.Tests.Agents;

public sealed class RecentRunsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SessionId Session = SessionId.Parse("math.1.01J9Z00000000000000000000A");

    [Fact]
    public void The_latest_started_comes_first_whatever_order_notes_arrive_in() =>
        Of(Note(2), Note(3), Note(1)).ShouldBe([3, 2, 1]);

    [Fact]
    public void A_run_is_noted_once_and_its_end_replaces_its_beginning()
    {
        var runs = RecentRuns.None.With(Note(1)).With(Note(1, RunStatus.Completed));

        runs.Notes.ShouldHaveSingleItem().Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_late_note_of_the_beginning_does_not_undo_the_end()
    {
        var ended = RecentRuns.None.With(Note(1, RunStatus.Completed));

        ended.With(Note(1)).ShouldBeSameAs(ended);
    }

    [Fact]
    public void Only_the_newest_are_kept()
    {
        var runs = Of([.. Enumerable.Range(1, RunNote.MaxKept + 5).Select(n => Note(n)), Note(0)]);

        runs.Length.ShouldBe(RunNote.MaxKept);
        runs[0].ShouldBe(RunNote.MaxKept + 5);
        runs[^1].ShouldBe(6);
    }

    private static long[] Of(params RunNote[] notes) =>
        [.. notes.Aggregate(RecentRuns.None, (runs, note) => runs.With(note)).Notes.Select(n => (n.StartedAt - Start).Ticks)];

    private static RunNote Note(int n, RunStatus status = RunStatus.Running)
    {
        TimeSpan? duration = status is RunStatus.Running ? null : TimeSpan.FromSeconds(1);
        return new RunNote(new RunId(Session, n + 1), "one", status, "", "", "", Start + TimeSpan.FromTicks(n), duration);
    }
}
