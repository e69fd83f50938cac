using Hanzo.Network.Tests.Consensus.Checks;

namespace Hanzo.Network.Tests.Consensus;

public sealed class LinearizabilityTests
{
    [Fact]
    public void A_read_may_see_a_write_that_is_under_way_and_then_all_later_ones_do() =>
        Linearizability.Holds([Put(1, 7, 1, 10), Read(2, 7, 2, 3), Read(3, 7, 4, 5)]).ShouldBeTrue();

    [Fact]
    public void What_was_seen_once_is_not_unseen() =>
        Linearizability.Holds([Put(1, 7, 1, 10), Read(2, 7, 2, 3), Read(3, 0, 4, 5)]).ShouldBeFalse();

    [Fact]
    public void What_was_acknowledged_is_not_lost() =>
        Linearizability.Holds([Put(1, 7, 1, 2), Read(2, 0, 3, 4)]).ShouldBeFalse();

    [Fact]
    public void A_write_that_nobody_heard_of_may_take_effect_late_or_never()
    {
        Linearizability.Holds([Put(1, 7, 1, null), Read(2, 0, 2, 3), Read(2, 7, 4, 5)]).ShouldBeTrue();
        Linearizability.Holds([Put(1, 7, 1, null), Read(2, 0, 2, 3)]).ShouldBeTrue();
        Linearizability.Holds([Put(1, 7, 1, null), Read(2, 7, 2, 3), Read(2, 0, 4, 5)]).ShouldBeFalse();
    }

    [Fact]
    public void Two_cannot_both_find_a_key_absent_and_set_it() =>
        Linearizability.Holds([Claim(1, 7, 1, 4), Claim(2, 8, 2, 3)]).ShouldBeFalse();

    private static StoreOperation Put(int client, int value, long called, long? returned) =>
        new(client, [], [(0, value)], []) { Called = called, Returned = returned, Held = true };

    private static StoreOperation Read(int client, int seen, long called, long returned) =>
        new(client, [], [], [0]) { Called = called, Returned = returned, Held = true, Values = [seen] };

    private static StoreOperation Claim(int client, int value, long called, long returned) =>
        new(client, [(0, 0)], [(0, value)], []) { Called = called, Returned = returned, Held = true };
}
