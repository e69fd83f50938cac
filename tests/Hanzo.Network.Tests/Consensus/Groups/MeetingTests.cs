using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Tests.Consensus.Groups;

public sealed class MeetingTests
{
    [Theory]
    // own group and those of others ("?": blank, "!": without a leader), whether this member leads its own; what comes of it
    [InlineData("2", false, "", "stay")]
    [InlineData("2", true, "2", "stay")]
    [InlineData("2", true, "1", "close 1")]
    [InlineData("2", false, "1", "await 1")]
    [InlineData("1", true, "2", "stay beside 2")]
    [InlineData("1", false, "2!", "stay beside 2")]
    // The oldest that can decide anything is the network's.
    [InlineData("3", true, "2 1", "close 1")]
    [InlineData("3", true, "2 1!", "close 2")]
    [InlineData("2", true, "1!", "stay beside 1")]
    [InlineData("2", true, "1! 3", "stay beside 1")]
    // Of a blank one nothing is to be carried over.
    [InlineData("2", true, "1?", "stay")]
    [InlineData("1?", true, "2", "yield 2")]
    [InlineData("2?", true, "1?", "yield 1")]
    [InlineData("1?", true, "2?", "stay")]
    [InlineData("3?", false, "1? 2", "yield 2")]
    public void What_a_member_does_beside_other_groups(string own, bool leads, string others, string expected)
    {
        var step = Meeting.Next(
            new OwnGroup(Name(own), own.Contains('?'), leads),
            others.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(other => new MetGroup(Name(other), other.Contains('?'), !other.Contains('!'))));

        (step switch
        {
            MeetingStep.Stay { Beside: { } beside } => $"stay beside {beside.Group}",
            MeetingStep.Stay => "stay",
            MeetingStep.Yield yield => $"yield {yield.Group}",
            MeetingStep.Await wait => $"await {wait.Older}",
            MeetingStep.Close close => $"close {close.Older}",
            _ => "?",
        }).ShouldBe(expected);
    }

    [Theory]
    // others: the group that each tells of ("-": none), and up to where it has applied; whether time is up; whether this one may leave
    [InlineData("", false, true)]
    [InlineData("2=7", false, true)]
    [InlineData("2=6", false, false)]
    [InlineData("2=6", true, true)]
    [InlineData("1=0", false, true)]
    [InlineData("-=0", false, false)]
    [InlineData("2=9 1=0 2=6", false, false)]
    public void A_closed_group_is_left_when_those_that_are_there_know_of_it(string others, bool isLate, bool expected) =>
        Meeting.MayLeave(
            "2", new GroupClosing("1", 7),
            others.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(other => other.Split('='))
                .Select(other => new ClosedMember(other[0] == "-" ? null : other[0], int.Parse(other[1]))),
            isLate).ShouldBe(expected);

    private static string Name(string text) => text.TrimEnd('?', '!');
}
