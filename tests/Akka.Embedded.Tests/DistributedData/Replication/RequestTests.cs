using Akka.DistributedData;
using Akka.Embedded.Replication;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>Reads and writes that several replicas take part in.</summary>
public sealed class RequestTests
{
    private static readonly GCounterKey Counter = new("counter");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly ReplicaWorld _world = new();

    public RequestTests()
    {
        for (var port = 1; port <= 3; port++)
            _world.Join(port);
        _world.Settle();
    }

    [Fact]
    public void A_write_to_a_majority_asks_all_and_is_confirmed_by_the_first_answer()
    {
        Increment(0, new WriteMajority(Timeout));
        _world.UnderWay.Select(parcel => parcel.To).ShouldBe([_world[1].Node, _world[2].Node]);
        Answers(0).ShouldBeEmpty();

        DeliverTo(2);
        DeliverTo(0);

        Answers(0).ShouldHaveSingleItem().ShouldBeOfType<UpdateSuccess>();
        _world[2].Local(Counter)!.Value.ShouldBe(1UL);
        _world.Settle();
        Answers(0).Count.ShouldBe(1);
    }

    [Fact]
    public void A_write_that_is_not_answered_is_sent_again_whole_and_at_last_given_up()
    {
        Increment(0, new WriteAll(Timeout));
        _world.UnderWay.Clear();

        _world.Pass(Timeout / 5);
        _world.UnderWay.Select(parcel => parcel.Message).ShouldAllBe(message => message is WriteState);
        _world.UnderWay.Count.ShouldBe(2);
        _world.UnderWay.Clear();
        for (var i = 0; i < 4; i++)
            _world.Pass(Timeout / 5);

        Answers(0).ShouldHaveSingleItem().ShouldBeOfType<UpdateTimeout>();
        _world[0].Local(Counter)!.Value.ShouldBe(1UL);
    }

    [Fact]
    public void Nodes_that_cannot_be_reached_are_asked_last()
    {
        _world.SetReachable(_world[0], _world[2], reachable: false);
        _world.Settle();

        _world[0].Get(Counter, new ReadAll(Timeout));
        _world.UnderWay.ShouldHaveSingleItem().To.ShouldBe(_world[1].Node);
        _world.UnderWay.Clear();
        _world.Pass(Timeout / 5);

        _world.UnderWay.Select(parcel => parcel.To).ShouldBe([_world[1].Node, _world[2].Node]);
    }

    [Fact]
    public void An_answer_that_comes_twice_counts_once()
    {
        Increment(0, new WriteAll(Timeout));
        DeliverTo(1);
        var answer = _world.UnderWay.Single(parcel => parcel.To.Equals(_world[0].Node));

        _world.Deliver(answer);
        _world.Deliver(answer);

        Answers(0).ShouldBeEmpty();
    }

    [Fact]
    public void A_replica_that_has_missed_a_change_gets_the_whole_value()
    {
        var names = new ORSetKey<string>("names");
        _world[0].Update(names, ORSet<string>.Empty, s => s.Add(_world[0].Node, "lost"));
        _world.Pass(TimeSpan.Zero);
        _world.UnderWay.Clear();

        _world[0].Update(names, ORSet<string>.Empty, s => s.Add(_world[0].Node, "sent"), new WriteAll(Timeout));
        _world.Settle();

        Answers(0).OfType<UpdateSuccess>().Count().ShouldBe(2);
        _world[2].Local(names)!.Elements.Order().ShouldBe(["lost", "sent"]);
    }

    [Fact]
    public void A_missed_change_is_fetched_when_the_next_one_shows_it()
    {
        var names = new ORSetKey<string>("names");
        _world[0].Update(names, ORSet<string>.Empty, s => s.Add(_world[0].Node, "lost"));
        _world.Pass(TimeSpan.Zero);
        _world.UnderWay.Clear();

        _world[0].Update(names, ORSet<string>.Empty, s => s.Add(_world[0].Node, "sent"));
        _world.Settle();

        _world[1].Local(names)!.Elements.Order().ShouldBe(["lost", "sent"]);
    }

    [Fact]
    public void A_replica_with_another_type_of_value_refuses_and_the_write_fails_without_waiting()
    {
        _world.SetReachable(_world[0], _world[1], reachable: false);
        _world.SetReachable(_world[0], _world[2], reachable: false);
        _world[1].Update(new FlagKey("counter"), Flag.False, f => f.SwitchOn());
        _world[2].Update(new FlagKey("counter"), Flag.False, f => f.SwitchOn());
        _world.Pass(TimeSpan.Zero);
        _world.UnderWay.Clear();

        Increment(0, new WriteMajority(Timeout));
        _world.Pass(Timeout / 5);
        _world.Settle();

        Answers(0).ShouldHaveSingleItem().ShouldBeOfType<UpdateTimeout>();
        _world[1].Reports.ShouldContain(report => report.Severity == Severity.Warning && report.Text.Contains("'counter'"));
        _world[1].Local(new FlagKey("counter"))!.Enabled.ShouldBeTrue();
    }

    [Fact]
    public void A_read_of_a_majority_brings_this_replica_up_to_date()
    {
        Increment(0, WriteLocal.Instance);
        _world.Pass(TimeSpan.Zero);
        _world.UnderWay.Clear();

        _world[1].Get(Counter, new ReadAll(Timeout));
        _world.Settle();

        Answers(1).ShouldHaveSingleItem().ShouldBeOfType<GetSuccess>().Get(Counter).Value.ShouldBe(1UL);
        _world[1].Local(Counter)!.Value.ShouldBe(1UL);
        _world[2].Local(Counter).ShouldBeNull();
    }

    [Fact]
    public void A_key_that_is_too_long_is_refused_with_the_bound()
    {
        _world[0].Update(new GCounterKey(new string('k', 2000)), GCounter.Empty, c => c.Increment(_world[0].Node));

        Answers(0).ShouldHaveSingleItem().ShouldBeOfType<ModifyFailure>().ErrorMessage.ShouldContain("up to 1024");
    }

    [Fact]
    public void A_read_fails_when_the_others_have_more_than_a_message_takes()
    {
        var map = new LWWDictionaryKey<string, string>("map");
        var world = new ReplicaWorld(1, ReplicaWorld.Defaults with { MaxItemBytes = 2_000 });
        for (var port = 1; port <= 3; port++)
            world.Join(port);
        for (var i = 0; i < 6; i++)
        {
            world[0].Update(map, LWWDictionary<string, string>.Empty, m => m.SetItem(world[0].Node, $"{i}", new string('x', 500)));
            world.Settle();
        }

        world[2].Local(map)!.Count.ShouldBe(6);
        var newcomer = world.Join(4);
        world.Settle();
        newcomer.Get(map, new ReadMajority(Timeout));
        newcomer.Get(map, new ReadAll(Timeout));
        newcomer.Get(Counter, new ReadAll(Timeout));
        world.Settle();

        newcomer.Asker.Told.Select(answer => answer.GetType())
            .ShouldBe([typeof(GetFailure), typeof(GetFailure), typeof(NotFound)], ignoreOrder: true);
    }

    private List<object> Answers(int index) => _world[index].Asker.Told;

    private void Increment(int index, IWriteConsistency consistency) =>
        _world[index].Update(Counter, GCounter.Empty, c => c.Increment(_world[index].Node), consistency);

    private void DeliverTo(int index)
    {
        foreach (var parcel in _world.UnderWay.Where(parcel => parcel.To.Equals(_world[index].Node)).ToList())
        {
            _world.UnderWay.Remove(parcel);
            _world.Deliver(parcel);
        }
    }
}
