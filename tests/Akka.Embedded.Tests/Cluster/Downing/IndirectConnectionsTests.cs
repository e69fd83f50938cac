using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster.Downing;

public class IndirectConnectionsTests
{
    private static readonly KeepMajority Strategy = new(null);

    [Fact]
    public void Two_that_do_not_hear_each_other_while_a_third_hears_both_go()
    {
        var view = View(3, seenBy: [1, 2, 3], (1, 2), (2, 1));

        Downed(view).ShouldBe([1, 2]);
        DowningDecision.By(Strategy, view).Verdict.ShouldBe(DowningVerdict.IndirectlyConnected);
    }

    [Fact]
    public void So_do_two_of_which_only_one_complains_when_the_other_has_seen_the_present_state() =>
        Downed(View(3, seenBy: [1, 2, 3], (1, 2))).ShouldBe([1, 2]);

    [Fact]
    public void A_crash_besides_is_decided_as_if_they_had_no_quarrel() =>
        Downed(View(5, seenBy: [1, 2, 3, 4], (1, 2), (2, 1), (3, 5), (4, 5))).ShouldBe([1, 2, 5]);

    [Fact]
    public void A_clean_split_is_not_taken_for_one()
    {
        var view = View(3, seenBy: [1, 2], (1, 3), (2, 3));

        IndirectConnections.Any(view).ShouldBeFalse();
        Downed(view).ShouldBe([3]);
    }

    [Fact]
    public void Where_it_stays_unclear_all_go() =>
        Downed(View(3, seenBy: [3], (1, 2), (2, 3), (3, 1))).ShouldBe([1, 2, 3]);

    [Fact]
    public void Whatever_a_view_of_four_says_it_is_decided_and_only_members_go()
    {
        (int, int)[] pairs = [.. from a in Enumerable.Range(1, 4) from b in Enumerable.Range(1, 4) where a != b select (a, b)];
        for (var mask = 1; mask < 1 << pairs.Length; mask++)
        {
            (int, int)[] chosen = [.. pairs.Where((_, i) => (mask & (1 << i)) != 0)];
            var view = View(4, seenBy: [.. Enumerable.Range(1, 4).Where(p => chosen.All(s => s.Item2 != p))], chosen);

            var downed = Downed(view);

            downed.ShouldBeSubsetOf([1, 2, 3, 4]);
            downed.ShouldNotBeEmpty();
        }
    }

    private static SplitView View(int count, int[] seenBy, params (int Observer, int Subject)[] sightings) => new(
        [.. Enumerable.Range(1, count).Select(p => Member(p, upNumber: p))],
        [.. sightings.Select(s => Node(s.Subject))],
        [.. sightings.Select(s => new Sighting(Node(s.Observer), Node(s.Subject)))],
        [.. seenBy.Select(p => Node(p))]);

    private static ImmutableArray<int> Downed(SplitView view) =>
        [.. DowningDecision.By(Strategy, view).Nodes.Select(n => n.Address.Port!.Value)];
}
