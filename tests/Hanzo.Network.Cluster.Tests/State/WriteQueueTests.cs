using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.State;

public sealed class WriteQueueTests
{
    private static readonly StateKey Key = StateKey.Parse("k");
    private readonly Clock _clock = new();
    private readonly WriteQueue _queue;

    public WriteQueueTests() => _queue = new WriteQueue(_clock, TimeSpan.FromSeconds(7));

    [Fact]
    public void What_waits_has_a_bound_and_goes_in_batches_in_its_order()
    {
        for (var i = 0; i < WriteQueue.MaxWaiting; i++) Add(new IncrementCount(Key, i)).ShouldBeTrue();
        Add(new IncrementCount(Key, 1)).ShouldBeFalse();

        Amounts(_queue.TakeBatch()).ShouldBe(Enumerable.Range(0, WriteQueue.MaxBatch).Select(i => (long)i));
        Amounts(_queue.TakeBatch())[0].ShouldBe(WriteQueue.MaxBatch);
    }

    [Fact]
    public void A_command_of_many_operations_is_taken_alone()
    {
        var many = new ChangeKey(Key, [.. Enumerable.Repeat(new IncrementCount(Key, 1), 600)], new ExpectedVersion(null));
        foreach (var command in new StateCommand[] { new RemoveKey(Key), many, new RemoveKey(Key) }) Add(command);

        _queue.TakeBatch().ShouldHaveSingleItem();
        _queue.TakeBatch().ShouldHaveSingleItem().Write.Command.ShouldBe(many);
        _queue.TakeBatch().ShouldHaveSingleItem();
        _queue.TakeBatch().ShouldBeEmpty();
    }

    [Fact]
    public void Whose_caller_has_given_up_is_not_carried_out()
    {
        Add(new IncrementCount(Key, 1));
        _clock.Now = 5;
        Add(new IncrementCount(Key, 2));
        _clock.Now = 8;

        Amounts(_queue.TakeLate()).ShouldBe([1L]);
        Amounts(_queue.TakeBatch()).ShouldBe([2L]);
    }

    private static List<long> Amounts(ImmutableArray<StateProtocol.Record> records) =>
        [.. records.Select(record => ((IncrementCount)record.Write.Command).Amount)];

    private bool Add(StateCommand command) => _queue.TryAdd(
        new StateProtocol.Record(new StateProtocol.Write(command, StateConsistency.Local), ActorRefs.Nobody, _clock.Now));
}
