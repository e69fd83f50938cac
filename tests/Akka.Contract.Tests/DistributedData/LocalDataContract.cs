using Akka.Actor;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData;

/// <summary>What one replicator answers.</summary>
public sealed class LocalDataContract : IAsyncLifetime
{
    private static readonly GCounterKey Counter = new("counter");
    private static readonly ORSetKey<string> Names = new("names");

    private ReplicaNodes _nodes = null!;

    private Replica Node => _nodes[0];

    public async Task InitializeAsync() => _nodes = await ReplicaNodes.Formed(1);

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task What_was_updated_can_be_read()
    {
        var updated = await Node.Update(Counter, GCounter.Empty, c => c.Increment(Node.Node, 3));

        updated.IsSuccessful.ShouldBeTrue();
        updated.ThrowOnFailure();
        updated.Key.Id.ShouldBe("counter");
        var read = await Node.Get(Counter);
        read.IsSuccessful.ShouldBeTrue();
        read.IsFound.ShouldBeTrue();
        read.IsFailure.ShouldBeFalse();
        read.Get(Counter).Value.ShouldBe(3UL);
    }

    [EmbeddedOnly("Akka.NET answers with a failure: its map has no delta then and throws")]
    public async Task An_update_that_leaves_a_map_as_it_is_succeeds()
    {
        var settings = new LWWDictionaryKey<string, int>("settings");
        await Node.Update(settings, LWWDictionary<string, int>.Empty, map => map.SetItem(Node.Node, "a", 1));

        (await Node.Update(settings, LWWDictionary<string, int>.Empty, map => map)).IsSuccessful.ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_without_value_is_not_found()
    {
        var read = await Node.Get(Counter, request: "my request");

        var answer = read.ShouldBeOfType<NotFound>();
        answer.IsSuccessful.ShouldBeFalse();
        answer.IsFound.ShouldBeFalse();
        answer.IsFailure.ShouldBeFalse();
        answer.Request.ShouldBe("my request");
        Should.Throw<KeyNotFoundException>(() => answer.Get(Counter));
    }

    [Fact]
    public async Task GetAsync_gives_null_for_what_is_not_found() => (await Node.Extension.GetAsync(Counter)).ShouldBeNull();

    [Fact]
    public async Task UpdateAsync_merges_a_ready_value()
    {
        await Node.Add(Names, "anna");

        var value = (await Node.Extension.GetAsync(Names))!;
        await Node.Add(Names, "carla");
        await Node.Extension.UpdateAsync(Names, value, WriteLocal.Instance);

        (await Node.Extension.GetAsync(Names))!.Elements.Order().ShouldBe(["anna", "carla"]);
    }

    [Fact]
    public async Task A_change_gets_the_initial_value_only_where_there_is_none()
    {
        await Node.Increment(Counter);

        await Node.Update(Counter, GCounter.Empty.Increment(Node.Node, 100), c => c.Increment(Node.Node));

        Node.Count(Counter).ShouldBe(2UL);
    }

    [Fact]
    public async Task A_change_without_initial_value_gets_null()
    {
        var update = Dsl.Update(Counter, WriteLocal.Instance, c => (c ?? GCounter.Empty).Increment(Node.Node, 5));

        (await Node.Replicator.Ask<IUpdateResponse>(update, ReplicaNodes.Patience)).IsSuccessful.ShouldBeTrue();

        Node.Count(Counter).ShouldBe(5UL);
    }

    [Fact]
    public async Task A_change_that_throws_changes_nothing()
    {
        await Node.Increment(Counter);

        var answer = await Node.Update(Counter, GCounter.Empty, _ => throw new InvalidOperationException("no"));

        var failure = answer.ShouldBeOfType<ModifyFailure>();
        failure.IsSuccessful.ShouldBeFalse();
        failure.Cause.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("no");
        Should.Throw<InvalidOperationException>(failure.ThrowOnFailure);
        Node.Count(Counter).ShouldBe(1UL);
    }

    [Fact]
    public async Task A_request_comes_back_with_its_answer()
    {
        var update = Dsl.Update(Counter, GCounter.Empty, WriteLocal.Instance, 42, c => c.Increment(Node.Node));
        var updated = await Node.Replicator.Ask<UpdateSuccess>(update, ReplicaNodes.Patience);
        updated.Request.ShouldBe(42);

        (await Node.Get(Counter, request: "r")).Request.ShouldBe("r");
    }

    [Fact]
    public async Task On_a_single_node_majority_and_all_are_this_node()
    {
        await Node.Increment(Counter, 1, Replica.Majority);
        await Node.Increment(Counter, 1, Replica.Everywhere);
        await Node.Increment(Counter, 1, new WriteMajorityPlus(TimeSpan.FromSeconds(5), 1));

        (await Node.Get(Counter, Replica.FromMajority)).Get(Counter).Value.ShouldBe(3UL);
        (await Node.Get(Counter, Replica.FromAll)).Get(Counter).Value.ShouldBe(3UL);
        (await Node.Get(Counter, new ReadFrom(1, TimeSpan.FromSeconds(5)))).Get(Counter).Value.ShouldBe(3UL);
        (await Node.Get(Counter, new ReadMajorityPlus(TimeSpan.FromSeconds(5), 1))).Get(Counter).Value.ShouldBe(3UL);
    }

    [Fact]
    public async Task More_replicas_than_there_are_is_a_failure_though_it_is_written_here()
    {
        var written = await Node.Update(Counter, GCounter.Empty, c => c.Increment(Node.Node), new WriteTo(2, TimeSpan.FromSeconds(1)));
        var timeout = written.ShouldBeOfType<UpdateTimeout>();
        timeout.IsSuccessful.ShouldBeFalse();
        Should.Throw<TimeoutException>(timeout.ThrowOnFailure);

        var read = await Node.Get(Counter, new ReadFrom(2, TimeSpan.FromSeconds(1)));
        read.ShouldBeOfType<GetFailure>().IsFailure.ShouldBeTrue();
        Should.Throw<TimeoutException>(() => read.Get(Counter));

        Node.Count(Counter).ShouldBe(1UL);
    }

    [Fact]
    public void WriteTo_one_replica_is_refused() => Should.Throw<ArgumentException>(() => new WriteTo(1, TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task A_key_keeps_the_type_of_its_first_value()
    {
        await Node.Increment(Counter);

        var other = new ORSetKey<string>("counter");
        (await Node.Update(other, ORSet<string>.Empty, s => s.Add(Node.Node, "x"))).ShouldBeOfType<ModifyFailure>();
        var read = await Node.Get(other);

        Should.Throw<InvalidCastException>(() => read.Get(other));
        Node.Count(Counter).ShouldBe(1UL);
    }

    [Fact]
    public async Task The_keys_that_a_node_knows_can_be_asked_for()
    {
        await Node.Increment(Counter);
        await Node.Add(Names, "anna");

        (await Node.Extension.GetKeysAsync()).Order().ShouldBe(["counter", "names"]);
        var asked = await Node.Replicator.Ask<GetKeysIdsResult>(Dsl.GetKeyIds, ReplicaNodes.Patience);
        asked.Keys.Order().ShouldBe(["counter", "names"]);
    }

    [Fact]
    public void Keys_are_equal_by_their_ids()
    {
        new GCounterKey("a").ShouldBe(new GCounterKey("a"));
        new GCounterKey("a").Equals(new ORSetKey<string>("a")).ShouldBeTrue();
        ((string)new GCounterKey("a")).ShouldBe("a");
    }

    [Fact]
    public async Task Update_to_the_same_value_is_a_success()
    {
        await Node.Add(Names, "anna");

        (await Node.Update(Names, ORSet<string>.Empty, s => s, Replica.Majority)).IsSuccessful.ShouldBeTrue();
    }
}
