using System.Collections.Immutable;
using Hanzo.Network.Cluster.Membership;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Membership;

public sealed class DowningDeciderTests
{
    private static readonly NodeAddress Self = NodeAddress.Parse("127.0.0.1:1");
    private static readonly NodeAddress Peer = NodeAddress.Parse("127.0.0.1:2");
    private static readonly NodeAddress Third = NodeAddress.Parse("127.0.0.1:3");
    private static readonly NodeAddress Here = NodeAddress.Parse("10.0.0.1:1");
    private static readonly NodeAddress Elsewhere = NodeAddress.Parse("10.0.0.2:1");
    private static readonly NodeAddress Further = NodeAddress.Parse("10.0.0.3:1");

    private static readonly DowningTimings Timings = new() { StableAfter = TimeSpan.FromSeconds(5) };

    private DowningState _state = new(Self, Timings);
    private double _now;

    [Fact]
    public void A_broken_connection_and_three_refused_dials_are_a_death_on_the_same_host()
    {
        Members(Up(Self, 0), Up(Peer, 1));
        At(1, new DowningInput.Disassociated(Peer)).ShouldBe([new DowningEffect.Dial(Peer)]);
        Refuse(Peer, times: 2).ShouldBeEmpty();
        Refuse(Peer, times: 1).ShouldHaveSingleItem().Address.ShouldBe(Peer);
        _now.ShouldBeLessThan(2);
    }

    [Fact]
    public void The_same_holds_for_a_member_that_went_silent_first()
    {
        Members(Up(Self, 0), Up(Peer, 1) with { Unreachable = true });
        Refuse(Peer, times: 3).ShouldHaveSingleItem().Address.ShouldBe(Peer);
    }

    [Fact]
    public void A_downed_member_is_left_alone_until_it_is_removed_and_watched_anew_when_it_comes_back()
    {
        Members(Up(Self, 0), Up(Peer, 1));
        At(1, new DowningInput.Disassociated(Peer));
        Refuse(Peer, times: 3).ShouldHaveSingleItem();
        Members(Up(Self, 0), Up(Peer, 1) with { Unreachable = true }).ShouldBeEmpty();
        At(20, new DowningInput.Tick()).ShouldBeEmpty();
        Members(Up(Self, 0));
        Members(Up(Self, 0), Up(Peer, 1));
        At(30, new DowningInput.Disassociated(Peer)).ShouldBe([new DowningEffect.Dial(Peer)]);
    }

    [Fact]
    public void A_member_that_starts_anew_at_its_address_is_not_taken_for_its_downed_former_self()
    {
        Members(Up(Self, 0), Up(Peer, 1));
        At(1, new DowningInput.Disassociated(Peer));
        Refuse(Peer, times: 3).ShouldHaveSingleItem();

        var anew = Up(Peer, 1) with { Uid = 2 };
        Members(Up(Self, 0), anew);
        At(20, new DowningInput.Disassociated(Peer)).ShouldBe([new DowningEffect.Dial(Peer)]);
        Refuse(Peer, times: 3).ShouldHaveSingleItem().Address.ShouldBe(Peer);
    }

    [Fact]
    public void What_was_held_against_a_member_is_not_held_against_the_next_one_at_its_address()
    {
        Members(Up(Self, 0), Up(Third, 1), Up(Peer, 2) with { Unreachable = true });
        Refuse(Peer, times: 2).ShouldBeEmpty();
        Members(Up(Self, 0), Up(Third, 1), Up(Peer, 2) with { Uid = 2 });
        _state.Suspicions.ShouldBeEmpty();
        Silent(until: 20).ShouldBeEmpty();
    }

    [Fact]
    public void A_silent_successor_of_a_silent_member_has_its_own_time()
    {
        Members(Up(Self, 0), Up(Third, 1), Up(Peer, 2) with { Unreachable = true });
        Silent(until: 4).ShouldBeEmpty();
        Members(Up(Self, 0), Up(Third, 1), Up(Peer, 2) with { Uid = 2, Unreachable = true });
        Silent(until: 8.9).ShouldBeEmpty();
        Silent(until: 9.1).ShouldHaveSingleItem().Address.ShouldBe(Peer);
    }

    [Theory]
    [InlineData(DialResult.Accepted)]
    [InlineData(DialResult.Silent)]
    public void A_dial_that_is_not_refused_starts_the_count_anew(DialResult other)
    {
        Members(Up(Self, 0), Up(Peer, 1));
        At(1, new DowningInput.Disassociated(Peer));
        Refuse(Peer, times: 2);
        At(_now, new DowningInput.Dialled(Peer, other));
        Refuse(Peer, times: 2).ShouldBeEmpty();
        Refuse(Peer, times: 1).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_member_that_is_heard_again_is_forgotten()
    {
        Members(Up(Self, 0), Up(Peer, 1));
        At(1, new DowningInput.Disassociated(Peer));
        At(1.1, new DowningInput.Dialled(Peer, DialResult.Accepted));
        At(7, new DowningInput.Tick());
        At(7.1, new DowningInput.Dialled(Peer, DialResult.Accepted));
        At(7.2, new DowningInput.Tick()).ShouldBeEmpty();
        _state.IsAlert.ShouldBeFalse();
    }

    [Fact]
    public void A_member_that_leaves_by_itself_gets_its_time()
    {
        Members(Up(Self, 0), Up(Peer, 1) with { Leaving = true });
        At(1, new DowningInput.Disassociated(Peer));
        Refuse(Peer, times: 10).ShouldBeEmpty();
        At(3.1, new DowningInput.Tick()).OfType<DowningEffect.Down>().ShouldHaveSingleItem();
    }

    [Fact]
    public void On_another_host_refusals_count_only_without_a_third_voice()
    {
        _state = new DowningState(Here, Timings);
        Members(Up(Here, 0), Up(Elsewhere, 1), Up(Further, 2));
        At(1, new DowningInput.Disassociated(Elsewhere));
        Refuse(Elsewhere, times: 10).ShouldBeEmpty();
        Members(Up(Here, 0), Up(Elsewhere, 1)).OfType<DowningEffect.Down>().ShouldHaveSingleItem().Address.ShouldBe(Elsewhere);
    }

    [Fact]
    public void The_connection_of_a_stranger_is_nobodys_death()
    {
        Members(Up(Self, 0));
        At(1, new DowningInput.Disassociated(Peer)).ShouldBeEmpty();
        At(1, new DowningInput.Disassociated(Self)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("S p t", "S")] // alone of three: stops itself
    [InlineData("S P t", "t")] // two of three: downs the third
    [InlineData("S p", "p")] // the older of two: downs the younger
    [InlineData("p S", "S")] // the younger of two: stops itself
    [InlineData("S P t u", "t u")] // half of four, with the oldest
    [InlineData("p t S U", "S")] // half of four, without the oldest
    [InlineData("S p t u", "S")]
    public void Silence_is_decided_by_sides(string oldestFirst, string downed)
    {
        var names = oldestFirst.Split(' ');
        Members([.. names.Select((name, age) => Up(Named(name), age) with { Unreachable = char.IsLower(name[0]) })]);
        Silent(until: 10).Select(effect => effect.Address).ShouldBe(downed.Split(' ').Select(Named));
    }

    [Fact]
    public void Losers_stop_a_second_before_winners_take_over()
    {
        Members(Up(Self, 0), Up(Peer, 1) with { Unreachable = true });
        Silent(until: 4.9).ShouldBeEmpty();
        Silent(until: 5.1).ShouldHaveSingleItem();
        _state = new DowningState(Self, Timings);
        _now = 0;
        Members(Up(Self, 1), Up(Peer, 0) with { Unreachable = true });
        Silent(until: 3.9).ShouldBeEmpty();
        Silent(until: 4.1).ShouldHaveSingleItem().Address.ShouldBe(Self);
    }

    [Fact]
    public void Each_change_of_who_is_silent_starts_the_wait_anew()
    {
        Members(Up(Self, 0), Up(Peer, 1), Up(Third, 2) with { Unreachable = true });
        Silent(until: 4).ShouldBeEmpty();
        Members(Up(Self, 0), Up(Peer, 1), Up(Third, 2));
        Members(Up(Self, 0), Up(Peer, 1), Up(Third, 2) with { Unreachable = true });
        Silent(until: 8.9).ShouldBeEmpty();
        Silent(until: 9.1).ShouldHaveSingleItem().Address.ShouldBe(Third);
    }

    [Fact]
    public void Newcomers_that_are_not_yet_up_do_not_vote()
    {
        var joining = Up(Third, 2) with { Votes = false };
        Members(Up(Self, 0), Up(Peer, 1) with { Unreachable = true }, joining with { Unreachable = true });
        Silent(until: 10).Select(effect => effect.Address).ShouldBe([Peer, Third]);
    }

    private ImmutableArray<DowningEffect> Members(params MemberView[] members) => At(_now, new DowningInput.MembersChanged([.. members]));

    private List<DowningEffect.Down> Refuse(NodeAddress address, int times)
    {
        var downs = new List<DowningEffect.Down>();
        for (var i = 0; i < times; i++)
        {
            downs.AddRange(At(_now + 0.05, new DowningInput.Dialled(address, DialResult.Refused)).OfType<DowningEffect.Down>());
            downs.AddRange(At(_now + 0.11, new DowningInput.Tick()).OfType<DowningEffect.Down>());
        }

        return downs;
    }

    private List<DowningEffect.Down> Silent(double until)
    {
        var downs = new List<DowningEffect.Down>();
        while (_now < until)
            foreach (var effect in At(_now + 0.1, new DowningInput.Tick()))
            {
                if (effect is DowningEffect.Down down) downs.Add(down);
                else At(_now, new DowningInput.Dialled(((DowningEffect.Dial)effect).Address, DialResult.Silent));
            }

        return downs;
    }

    private ImmutableArray<DowningEffect> At(double seconds, DowningInput input)
    {
        _now = seconds;
        (_state, var effects) = DowningDecider.Step(_state, input, TimeSpan.FromSeconds(seconds));
        return effects;
    }

    private static MemberView Up(NodeAddress address, int age) => new(address, 1, age, Votes: true, Leaving: false, Unreachable: false);

    private static NodeAddress Named(string name) => name switch
    {
        "S" => Self,
        "P" or "p" => Peer,
        "T" or "t" => Third,
        _ => NodeAddress.Parse("127.0.0.1:4"),
    };
}
