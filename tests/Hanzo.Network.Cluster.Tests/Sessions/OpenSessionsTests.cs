using Hanzo.Network.Cluster.Sessions.Slots;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class OpenSessionsTests
{
    [Fact]
    public void What_comes_while_a_change_is_written_is_written_together()
    {
        var first = OpenSessions.None.Open("a").Write();
        first.Writing.ShouldNotBeNull().Opened.ShouldBe(["a"]);
        first.Holds("a").ShouldBeFalse();

        var waiting = first.Open("b").Open("c").Close("a");
        var next = waiting.Apply(first.Writing!);
        next.Holds("a").ShouldBeTrue();

        var second = next.Write().Writing!;
        second.Opened.ShouldBe(["b", "c"]);
        second.Closed.ShouldBe(["a"]);
        next.Write().Apply(second).Recorded.ShouldBe(["b", "c"]);
    }

    [Fact]
    public void A_session_that_goes_on_before_its_end_is_written_costs_no_write()
    {
        var open = Recorded("a");

        var closes = open.Close("a");
        closes.HasMore.ShouldBeTrue();
        closes.IsUrgent.ShouldBeFalse();

        closes.Open("a").HasMore.ShouldBeFalse();
        closes.Open("a").Holds("a").ShouldBeTrue();
    }

    [Fact]
    public void A_session_that_goes_on_while_its_end_is_written_is_recorded_again()
    {
        var closing = Recorded("a").Close("a").Write();
        closing.Holds("a").ShouldBeFalse();

        var again = closing.Open("a");
        again.IsUrgent.ShouldBeTrue();

        again.Apply(closing.Writing!).Write().Writing!.Opened.ShouldBe(["a"]);
    }

    [Fact]
    public void The_end_of_what_was_never_there_is_nothing() => OpenSessions.None.Close("a").HasMore.ShouldBeFalse();

    [Fact]
    public void One_change_names_so_many_sessions_and_openings_come_first()
    {
        var sessions = Enumerable.Range(0, OpenSessions.MostInOneChange + 5).Select(i => $"s{i:0000}").ToArray();
        var many = sessions.Aggregate(Recorded("gone").Close("gone"), (open, session) => open.Open(session));

        var first = many.Write();
        first.Writing!.Opened.Length.ShouldBe(OpenSessions.MostInOneChange);
        first.Writing.Closed.ShouldBeEmpty();
        var second = first.Apply(first.Writing).Write();

        (second.Writing!.Opened.Length, second.Writing.Closed.Length).ShouldBe((5, 1));
        SlotChangedCodec.Encode(first.Writing).Length.ShouldBeLessThan(256 * 1024);
    }

    private static OpenSessions Recorded(string session)
    {
        var writing = OpenSessions.None.Open(session).Write();
        return writing.Apply(writing.Writing!);
    }
}
