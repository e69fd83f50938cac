using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Tests.Security.Invites;

public sealed class InviteBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(15);
    private static readonly byte[] Ours = [1, 2, 3];
    private static readonly byte[] Another = [4, 5, 6];
    private readonly InviteBook _book = new();

    [Fact]
    public void A_token_counts_once()
    {
        Issue(1);
        Redeem(1).ShouldBe(InviteVerdict.Accepted);
        Redeem(1, applicant: Another).ShouldBe(InviteVerdict.Used);
    }

    [Fact]
    public void Who_redeemed_it_may_ask_again_while_it_is_valid()
    {
        Issue(1);
        Redeem(1).ShouldBe(InviteVerdict.Accepted);
        Redeem(1).ShouldBe(InviteVerdict.Accepted);
        Redeem(1, at: Now + Valid).ShouldBe(InviteVerdict.Expired);
    }

    [Fact]
    public void Judging_uses_nothing_up()
    {
        Issue(1);
        _book.Judge([1], Ours, "a", Now).ShouldBe(InviteVerdict.Accepted);
        Redeem(1, applicant: Another).ShouldBe(InviteVerdict.Accepted);
        _book.Judge([1], Ours, "a", Now).ShouldBe(InviteVerdict.Used);
    }

    [Fact]
    public void A_token_expires_and_one_that_never_was_is_unknown()
    {
        Issue(1);
        Redeem(1, at: Now + Valid).ShouldBe(InviteVerdict.Expired);
        Redeem(2).ShouldBe(InviteVerdict.Unknown);
    }

    [Fact]
    public void No_more_are_open_than_its_bound()
    {
        for (byte token = 0; token < InviteBook.MaxOpen; token++) Issue(token);
        _book.Issue([200], Now + Valid, Now).ShouldBeFalse();
        Redeem(0).ShouldBe(InviteVerdict.Accepted);
        _book.Issue([200], Now + Valid, Now).ShouldBeTrue();
        _book.CountOpen(Now).ShouldBe(InviteBook.MaxOpen);
        _book.CountOpen(Now + Valid).ShouldBe(0);
    }

    [Fact]
    public void Old_ones_are_forgotten_in_the_end()
    {
        Issue(1);
        for (var i = 0; i <= InviteBook.MaxClosed; i++)
        {
            var end = Now + (2 * Valid) + TimeSpan.FromSeconds(i);
            _book.Issue(BitConverter.GetBytes(i + 1000), end, end - TimeSpan.FromSeconds(1)).ShouldBeTrue();
        }
        Redeem(1, at: Now + (3 * Valid)).ShouldBe(InviteVerdict.Unknown);
    }

    [Fact]
    public void Who_tries_too_often_waits_and_others_do_not()
    {
        Issue(1);
        for (var i = 0; i < 10; i++) Redeem(9, source: "bad").ShouldBe(InviteVerdict.Unknown);
        Redeem(1, source: "bad").ShouldBe(InviteVerdict.TooManyTries);
        Redeem(1, source: "bad", at: Now + TimeSpan.FromMinutes(1)).ShouldBe(InviteVerdict.Accepted);
        Redeem(1, source: "good").ShouldBe(InviteVerdict.Accepted);
    }

    [Fact]
    public void Any_number_of_sources_takes_a_bounded_place_and_a_known_one_goes_on()
    {
        Issue(1);
        Redeem(9, source: "known").ShouldBe(InviteVerdict.Unknown);
        for (var i = 0; i < 5000; i++) Redeem(9, source: $"s{i}").ShouldBeOneOf(InviteVerdict.Unknown, InviteVerdict.TooManyTries);
        Redeem(9, source: "s4999").ShouldBe(InviteVerdict.TooManyTries);
        Redeem(1, source: "known").ShouldBe(InviteVerdict.Accepted);
    }

    private void Issue(byte token) => _book.Issue([token], Now + Valid, Now).ShouldBeTrue();

    private InviteVerdict Redeem(byte token, byte[]? applicant = null, string source = "a", DateTimeOffset? at = null) =>
        _book.Redeem([token], applicant ?? Ours, source, at ?? Now);
}
