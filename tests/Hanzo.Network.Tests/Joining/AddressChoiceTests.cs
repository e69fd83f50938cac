using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>
/// Links a, b and c, of which a is the most preferred; a way is <c>peer:link:ms</c>, or <c>peer:link</c> when nobody answers.
/// </summary>
public sealed class AddressChoiceTests
{
    [Theory]
    [InlineData(null, "", "one:a:1")]
    [InlineData("a", "abc")]
    [InlineData("b", "abc", "one:b:90")]
    [InlineData("b", "abc", "one:a:1", "one:b:90", "two:a", "two:b:90")]
    [InlineData("a", "abc", "one:a:3", "one:b:2", "two:b:2", "two:a:3")]
    [InlineData("b", "abc", "one:a:30", "one:b:2")]
    [InlineData("a", "abc", "one:a:4", "one:b:1")]
    [InlineData("c", "abc", "one:a", "one:b", "two:c", "three:c")]
    [InlineData("b", "abc", "one:a:1", "one:a:2", "one:b:1", "two:b:2")]
    [InlineData("b", "bc", "one:a:1")]
    public void An_actor_system_starts_at_the_link_by_which_most_answer_fast(string? chosen, string links, params string[] ways) =>
        AddressChoice.AtStart(Look(links, ways)).ShouldBe(chosen is null ? null : Own(chosen[0]));

    [Theory]
    [InlineData("a", null, "abc", "one:a:90", "one:b:1")]
    [InlineData("a", null, "abc", "one:a", "one:b", "one:c")]
    [InlineData("a", null, "", "one:b:1")]
    [InlineData("a", "b", "abc", "one:a", "one:b:1")]
    [InlineData("a", "b", "abc", "one:a:1", "one:b:1", "two:b:1")]
    [InlineData("a", "b", "bc")]
    [InlineData("a", "c", "bc", "one:c:1")]
    [InlineData("b", null, "abc", "one:a:1", "one:b:1")]
    public void One_that_is_in_use_is_given_up_for_one_that_more_hear_or_when_its_link_is_gone(
        string present, string? to, string links, params string[] ways)
    {
        var (state, look) = (new AddressState(Own(present[0])), Look(links, ways));
        Move(ref state, look, 10).ShouldBeNull("it must last");
        Move(ref state, look, 12.9).ShouldBeNull("it must last");
        Move(ref state, look, 13).ShouldBe(to is null ? null : Own(to[0]));
    }

    [Fact]
    public void What_does_not_last_changes_nothing()
    {
        var state = new AddressState(Own('a'));
        var (broken, whole) = (Look("ab", ["one:a", "one:b:1"]), Look("ab", ["one:a:1", "one:b:1"]));
        for (var second = 0; second < 60; second++) Move(ref state, second % 3 == 2 ? whole : broken, second).ShouldBeNull();
    }

    [Fact]
    public void Of_two_links_that_are_as_good_the_one_that_was_first_is_waited_for()
    {
        var state = new AddressState(Own('a'));
        for (var second = 0; second < 3; second++)
            Move(ref state, Look("abc", second % 2 == 0 ? ["one:b:1", "one:c:30"] : ["one:b:30", "one:c:1"]), second).ShouldBeNull();
        Move(ref state, Look("abc", ["one:b:30", "one:c:1"]), 3).ShouldBe(Own('b'));
    }

    [Fact]
    public void Two_links_that_fail_by_turns_are_followed_more_and_more_rarely()
    {
        var state = AddressChoice.Started(new AddressState(null), Own('a'), TimeSpan.Zero);
        var moves = new List<int>();
        for (var second = 0; second < 600; second++)
        {
            var other = state.Present!.Equals(Own('a')) ? "b" : "a";
            if (Move(ref state, Look("ab", [$"one:{other}:1"]), second) is not { } to) continue;
            moves.Add(second);
            state = AddressChoice.Started(state, to, TimeSpan.FromSeconds(second));
        }

        moves.ShouldBe([3, 10, 23, 48, 97, 194, 315, 436, 557]);
    }

    [Fact]
    public void A_change_of_long_ago_is_forgotten()
    {
        var state = AddressChoice.Started(new AddressState(Own('a')), Own('b'), TimeSpan.Zero);
        var broken = Look("ab", ["one:a:1", "one:b"]);
        Move(ref state, broken, 600).ShouldBeNull();
        Move(ref state, broken, 603).ShouldBe(Own('a'));
    }

    private static IPAddress? Move(ref AddressState state, AddressLook look, double second)
    {
        (state, var to) = AddressChoice.Step(state, look, TimeSpan.FromSeconds(second));
        return to;
    }

    private static AddressLook Look(string links, string[] ways) => new([.. links.Select(Own)], [.. ways.Select(Way)]);

    private static PeerWay Way(string text) => text.Split(':') switch
    {
        [var peer, [var link], var ms] => new PeerWay(peer, Own(link), TimeSpan.FromMilliseconds(int.Parse(ms))),
        [var peer, [var link]] => new PeerWay(peer, Own(link), null),
        _ => throw new FormatException(text),
    };

    private static IPAddress Own(char link) => IPAddress.Parse($"10.{link - 'a'}.0.1");
}
