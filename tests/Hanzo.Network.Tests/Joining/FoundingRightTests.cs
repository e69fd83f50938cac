using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>Of the nodes of one machine one at a time may found, also where they do not hear each other.</summary>
public sealed class FoundingRightTests
{
    private readonly Decision _decision = OfMachine("one", "127.0.0.1:5682");

    [Fact]
    public void It_is_asked_for_when_nothing_else_holds_back_and_then_the_cluster_is_founded()
    {
        Take(_decision.At(0.4, new JoinInput.Tick())).ShouldBeEmpty();
        Take(_decision.At(0.5, new JoinInput.Tick())).ShouldBe([0]);
        _decision.Phase.ShouldBe(JoinPhase.Looking);
        _decision.At(0.5, new JoinInput.RightTold(Held: true)).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
        _decision.State.Right.Held.ShouldBeTrue();
    }

    [Fact]
    public void What_is_heard_before_the_answer_counts_and_the_right_is_given_up()
    {
        _decision.At(0.5, new JoinInput.Tick());
        _decision.At(0.5, Answer("two", "127.0.0.1:5681"));

        var effects = _decision.At(0.5, new JoinInput.RightTold(Held: true));

        effects.OfType<JoinEffect.GiveUpRight>().ShouldHaveSingleItem();
        _decision.State.Right.Held.ShouldBeFalse();
        _decision.Phase.ShouldBe(JoinPhase.Looking);
    }

    [Fact]
    public void While_another_has_it_it_is_asked_for_again_and_again_and_taken_when_that_one_ends()
    {
        var asked = Until(5, held: false);
        asked.Length.ShouldBeInRange(40, 50);
        _decision.State.WaitingFor.ShouldBe("another node of this machine, whose turn it is to found");

        Until(6, held: true);

        _decision.Phase.ShouldBe(JoinPhase.Founding);
        _decision.Now.ShouldBe(5, 0.2);
    }

    [Fact]
    public void Whoever_has_it_and_does_nothing_is_passed_over_after_thirty_seconds_and_so_is_the_next_one()
    {
        var asked = Until(300, held: false);

        asked.Select(ask => ask.Turn).Distinct().ShouldBe([0, 1, 2, 3]);
        asked.First(ask => ask.Turn == 1).At.ShouldBe(30.5, 0.3);
        _decision.Phase.ShouldBe(JoinPhase.Founding);
        _decision.Now.ShouldBe(120, 2);
    }

    [Fact]
    public void A_cluster_that_is_heard_of_meanwhile_is_joined()
    {
        Until(2, held: false);
        _decision.At(2, Answer("two", "127.0.0.1:5681", Nodes.Cluster(3))).OfType<JoinEffect.Join>().ShouldHaveSingleItem();
    }

    [Fact]
    public void It_stays_with_a_founder_and_goes_back_from_who_joins_another_cluster()
    {
        Until(1, held: true);
        _decision.Phase.ShouldBe(JoinPhase.Founding);
        var founder = new Decision(_decision.State);
        founder.At(1, new JoinInput.JoinSucceeded(Nodes.Cluster(1))).OfType<JoinEffect.GiveUpRight>().ShouldBeEmpty();
        _decision.At(1, Answer("two", "127.0.0.1:5681", Nodes.Cluster(3)));
        _decision.At(1, new JoinInput.JoinFailed("no")).OfType<JoinEffect.GiveUpRight>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_member_takes_it_when_it_is_free_so_that_who_comes_later_need_not_found()
    {
        _decision.At(0.1, Answer("two", "127.0.0.1:5681", Nodes.Cluster(3)));
        Take(_decision.At(0.2, new JoinInput.JoinSucceeded(Nodes.Cluster(3)))).ShouldBe([0]);
        _decision.At(0.2, new JoinInput.RightTold(Held: false));
        Take(_decision.At(5.1, new JoinInput.Tick())).ShouldBeEmpty();
        Take(_decision.At(5.2, new JoinInput.Tick())).ShouldBe([0]);
        _decision.At(5.2, new JoinInput.RightTold(Held: true)).ShouldBeEmpty();
        Take(_decision.At(20, new JoinInput.Tick())).ShouldBeEmpty();
    }

    /// <summary>As twenty processes on two cores: deaf to each other for their first seconds, but for the files of their machine.</summary>
    [Theory]
    [InlineData(20, 1)]
    [InlineData(20, 2)]
    [InlineData(50, 3)]
    public void Of_a_crowd_that_hears_nobody_one_founds(int count, int seed)
    {
        var random = new Random(seed);
        var crowd = Enumerable.Range(0, count).Select(number => OfMachine($"n{number}", $"127.0.0.1:{6000 + number}")).ToArray();
        var begins = crowd.Select(_ => random.NextDouble() * 20).ToArray();
        int? holder = null;
        for (var now = 0.0; now < 25; now += 0.05)
        {
            for (var number = 0; number < count; number++)
            {
                if (now < begins[number] || random.Next(5) > 0) continue;
                var asked = Take(crowd[number].At(now, new JoinInput.Tick())).Any();
                if (!asked) continue;
                holder ??= number;
                crowd[number].At(now, new JoinInput.RightTold(Held: holder == number));
            }
        }

        crowd.Count(node => node.Phase == JoinPhase.Founding).ShouldBe(1);
        crowd[holder!.Value].Phase.ShouldBe(JoinPhase.Founding);
    }

    private (double At, int Turn)[] Until(double seconds, bool held)
    {
        var asked = new List<(double, int)>();
        for (var now = _decision.Now; now < seconds && _decision.Phase == JoinPhase.Looking; now += 0.05)
        {
            foreach (var turn in Take(_decision.At(now, new JoinInput.Tick())).ToArray())
            {
                asked.Add((now, turn));
                _decision.At(now, new JoinInput.RightTold(held));
            }
        }

        return [.. asked];
    }

    private static Decision OfMachine(string id, string address) =>
        new(new JoinState(Nodes.Node(id, address), JoinTimings.Default, TimeSpan.Zero) { Right = new FoundingRight(Needed: true) });

    private static JoinInput.ReportReceived Answer(string id, string address, ClusterIdentity? cluster = null) =>
        new(new ContactReport { Node = Nodes.Node(id, address), Cluster = cluster }, NodeAddress.Parse(address));

    private static IEnumerable<int> Take(ImmutableArray<JoinEffect> effects) =>
        effects.OfType<JoinEffect.TakeRight>().Select(take => take.Turn);
}
