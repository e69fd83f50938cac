using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class RoadBookTests
{
    private static readonly NodeAddress One = NodeAddress.Parse("10.0.0.1:5681");
    private static readonly NodeAddress Two = NodeAddress.Parse("10.0.0.2:5681");
    private static readonly NodeAddress Three = NodeAddress.Parse("10.0.0.3:5681");
    private readonly RoadBook _book = new();

    [Fact]
    public void What_a_road_tells_anew_is_found_and_what_it_leaves_out_is_lost()
    {
        _book.Tell("file", [Two, One], configured: true).Found.ShouldBe([One, Two]);
        var (found, lost) = _book.Tell("file", [Two, Three], configured: true);
        found.ShouldBe([Three]);
        lost.ShouldBe([One]);
        _book.All.ShouldBe([("file", Two, true), ("file", Three, true)]);
    }

    [Fact]
    public void An_address_is_lost_with_the_last_road_that_leads_there()
    {
        _book.Tell("dns", [One], configured: true);
        _book.Tell("local", [One], configured: false).Found.ShouldBe([One]);
        _book.Tell("dns", [], configured: true).Lost.ShouldBeEmpty();
        _book.Tell("local", [], configured: false).Lost.ShouldBe([One]);
    }

    [Fact]
    public void A_name_that_takes_its_next_turn_is_lost_under_that_address()
    {
        _book.Tell("seeds", [One, Two], configured: true);
        _book.Replace("seeds", One, Three);
        _book.Tell("seeds", [Two], configured: true).Lost.ShouldBe([Three]);
    }

    [Fact]
    public void A_road_that_leads_everywhere_is_bounded()
    {
        var many = Enumerable.Range(1, 60_000).Select(port => NodeAddress.Parse($"10.0.0.1:{port}"));
        _book.Tell("dns", many, configured: true).Found.Length.ShouldBe(RoadNews.MaxAddresses);
    }

    [Fact]
    public void A_lost_address_is_tried_no_more_unless_it_has_answered()
    {
        var decision = new Decision(Nodes.Node("one", "10.0.0.9:5681"));
        decision.At(0, new JoinInput.AddressFound(One, "file", Configured: true));
        decision.At(0.1, new JoinInput.AddressLost(One));
        decision.State.Contacts.ShouldBeEmpty();
        decision.At(0.7, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
    }
}
