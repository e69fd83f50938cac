using Akka.DistributedData;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>When subscribers are told.</summary>
public sealed class SubscriptionTests
{
    private static readonly GCounterKey Counter = new("counter");
    private readonly ReplicaWorld _world = new();
    private readonly Asker _subscriber = new("subscriber");

    public SubscriptionTests() => _world.Join(1);

    private VirtualReplica Replica => _world[0];

    private IEnumerable<ulong> Seen => _subscriber.Told.Cast<Changed>().Select(change => change.Get(Counter).Value);

    [Fact]
    public void The_first_change_is_told_at_once_and_those_that_follow_as_one()
    {
        Subscribe();
        _world.Pass(TimeSpan.Zero);
        _world.Pass(TimeSpan.FromSeconds(1));
        Increment();
        _world.Pass(TimeSpan.Zero);
        Seen.ShouldBe([1UL]);

        for (var i = 0; i < 10; i++)
            Increment();
        _world.Pass(TimeSpan.FromMilliseconds(99));
        Seen.ShouldBe([1UL]);
        _world.Pass(TimeSpan.FromMilliseconds(1));

        Seen.ShouldBe([1UL, 11UL]);
    }

    [Fact]
    public void A_flush_does_not_wait()
    {
        Subscribe();
        _world.Pass(TimeSpan.Zero);
        Increment();
        Replica.Run(Replica.State.FlushChanges);
        Increment();
        Replica.Run(Replica.State.FlushChanges);

        Seen.ShouldBe([1UL, 2UL]);
    }

    [Fact]
    public void After_a_flush_the_interval_starts_anew()
    {
        Subscribe();
        _world.Pass(TimeSpan.Zero);
        Increment();
        _world.Pass(TimeSpan.FromMilliseconds(50));
        Replica.Run(Replica.State.FlushChanges);
        Increment();
        _world.Pass(TimeSpan.FromMilliseconds(99));
        Seen.ShouldBe([1UL]);
        _world.Pass(TimeSpan.FromMilliseconds(1));

        Seen.ShouldBe([1UL, 2UL]);
    }

    [Fact]
    public void One_that_stops_is_forgotten()
    {
        Subscribe();
        Increment();
        _world.Pass(TimeSpan.FromSeconds(1));
        Replica.Run(() => Replica.State.SubscriberStopped(_subscriber));
        Increment();
        _world.Pass(TimeSpan.FromSeconds(1));

        Seen.ShouldBe([1UL]);
    }

    [Fact]
    public void Unsubscribing_tells_whether_another_key_is_still_watched()
    {
        var other = new GCounterKey("other");
        Subscribe();
        Replica.Run(() => Replica.State.Subscribe(other, _subscriber));

        Replica.State.Unsubscribe(Counter, _subscriber).ShouldBeTrue();
        Replica.State.Unsubscribe(other, _subscriber).ShouldBeFalse();
        Replica.State.Unsubscribe(other, _subscriber).ShouldBeFalse();
    }

    private void Subscribe() => Replica.Run(() => Replica.State.Subscribe(Counter, _subscriber));

    private void Increment() => Replica.Update(Counter, GCounter.Empty, c => c.Increment(Replica.Node));
}
