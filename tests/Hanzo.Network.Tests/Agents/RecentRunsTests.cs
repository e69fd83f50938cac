using Hanzo.Network.Agents;
using Hanzo.Network.Tests.Conversations;

namespace Hanzo.Network.Tests.Agents;

public sealed class RecentRunsTests
{
    private readonly RecentRuns _recent = new();

    [Fact]
    public void The_newest_come_first_whatever_order_they_are_heard_in()
    {
        foreach (var minute in new[] { 3, 1, 2 }) _recent.Note(Note(minute, minute));

        _recent.Newest.Select(note => note.Run.Number).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public void A_later_note_of_a_run_replaces_the_earlier_one()
    {
        _recent.Note(Note(1, 1));
        _recent.Note(Note(2, 2));
        _recent.Note(Note(1, 1) with { Status = RunStatus.Completed });

        _recent.Newest.Select(note => note.Status).ShouldBe([RunStatus.Running, RunStatus.Completed]);
    }

    [Fact]
    public void Only_so_many_are_kept()
    {
        for (var i = 1; i <= RunNote.MaxKept + 5; i++) _recent.Note(Note(i, i));

        _recent.Newest.Length.ShouldBe(RunNote.MaxKept);
        _recent.Newest[^1].Run.Number.ShouldBe(6);
    }

    [Fact]
    public void Long_texts_are_cut_for_the_note()
    {
        var talk = new Talk();
        talk.Start(input: new string('x', 500));
        talk.Say(new string('y', 500));

        var note = RunNotes.Of(talk.State, talk.State.Runs[1]);

        (note.Input.Length, note.Output.Length).ShouldBe((RunNote.MaxText, RunNote.MaxText));
        note.Output.ShouldEndWith("…");
        (note.Node, note.Status, note.Duration).ShouldBe(("n1", RunStatus.Completed, TimeSpan.Zero));
    }

    private static RunNote Note(long number, int minute) =>
        new(new RunId(Talk.Session, number), "n1", RunStatus.Running, "", "", "", ManualTime.Start.AddMinutes(minute), null);
}
