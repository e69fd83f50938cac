using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class ContactNamesTests
{
    private static readonly NodeAddress Self = NodeAddress.Parse("10.0.0.1:5681");
    private static readonly NodeAddress Named = NodeAddress.Parse("pi.local:5681");
    private static readonly NodeAddress Numbered = NodeAddress.Parse("10.0.0.3:5681");

    [Fact]
    public void Seeds_given_by_address_are_ready_at_once()
    {
        var road = new ContactNames([Numbered], Self);
        road.IsReady(TimeSpan.Zero).ShouldBeTrue();
        road.Current().ShouldBe([Numbered]);
        road.TakeTurns(Seconds(9), SeedTurns.Turn).ShouldBeEmpty();
    }

    [Fact]
    public void A_name_is_waited_for_until_it_is_resolved_but_not_forever()
    {
        var road = new ContactNames([Named, Numbered], Self);
        road.IsReady(Seconds(1.9)).ShouldBeFalse();
        road.IsReady(Seconds(2)).ShouldBeTrue();
        road.Current().ShouldBe([Named, Numbered]);
        road.OnResolved(Named, ["10.0.0.2"], Seconds(0.1));
        road.IsReady(Seconds(0.1)).ShouldBeTrue();
        road.Current().Select(address => address.ToString()).ShouldBe(["10.0.0.2:5681", "10.0.0.3:5681"]);
    }

    [Fact]
    public void Addresses_and_name_are_tried_one_after_the_other()
    {
        var road = new ContactNames([Named], Self);
        road.OnResolved(Named, ["10.0.0.2", "10.0.0.9"], TimeSpan.Zero);
        road.TakeTurns(Seconds(0.9), SeedTurns.Turn).ShouldBeEmpty();
        Turn(road, 1).ShouldBe("10.0.0.2:5681 > 10.0.0.9:5681");
        Turn(road, 2).ShouldBe("10.0.0.9:5681 > pi.local:5681");
        Turn(road, 3).ShouldBe("pi.local:5681 > 10.0.0.2:5681");
    }

    [Fact]
    public void A_name_that_leads_to_ourselves_is_left_out()
    {
        var road = new ContactNames([Named, Numbered], Self);
        road.OnResolved(Named, ["10.0.0.1"], TimeSpan.Zero);
        road.Current().ShouldBe([Numbered]);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_tried_as_it_is()
    {
        var road = new ContactNames([Named], Self);
        road.OnResolved(Named, [], TimeSpan.Zero);
        road.Current().ShouldBe([Named]);
        road.TakeTurns(Seconds(5), SeedTurns.Turn).ShouldBeEmpty();
    }

    [Fact]
    public void A_replaced_contact_delays_the_founding_no_longer_than_the_first_did()
    {
        var decision = new Decision(Nodes.Node("one", Self.ToString()));
        decision.At(0, new JoinInput.AddressFound(Numbered, "seed", Configured: true));
        decision.At(1, new JoinInput.AddressReplaced(Numbered, Named));
        decision.State.Contacts.Keys.ShouldBe([Named]);
        decision.At(2.9, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldBeEmpty();
        decision.At(3, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
    }

    private static string Turn(ContactNames road, double at)
    {
        var replaced = road.TakeTurns(Seconds(at), SeedTurns.Turn).ShouldHaveSingleItem();
        return $"{replaced.Old} > {replaced.New}";
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
