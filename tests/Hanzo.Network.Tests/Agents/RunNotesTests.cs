using Hanzo.Network.Agents;
using Hanzo.Network.Tests.Conversations;

namespace Hanzo.Network.Tests.Agents;

public sealed class RunNotesTests
{
    [Fact]
    public void Long_texts_are_cut_for_the_note()
    {
        var talk = new Talk();
        talk.Start(input: new string('x', 500));
        talk.Say(new string('y', 500));

        var note = RunNotes.Of(talk.State, talk.State.Runs[1] with { Why = new string('z', 500) });

        (note.Input.Length, note.Output.Length, note.Why.Length).ShouldBe((RunNote.MaxText, RunNote.MaxText, RunNote.MaxText));
        note.Output.ShouldEndWith("…");
        (note.Node, note.Status, note.Duration).ShouldBe(("n1", RunStatus.Completed, TimeSpan.Zero));
    }

    [Fact]
    public void A_cut_does_not_split_a_character_of_two_halves()
    {
        var talk = new Talk();
        talk.Start(input: new string('x', RunNote.MaxText - 2) + "😀😀");

        RunNotes.Of(talk.State, talk.State.Runs[1]).Input.ShouldBe(new string('x', RunNote.MaxText - 2) + "…");
    }
}
