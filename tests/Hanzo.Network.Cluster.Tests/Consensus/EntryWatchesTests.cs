using Hanzo.Network.Cluster.Consensus;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Tests.Consensus;

public sealed class EntryWatchesTests
{
    private readonly EntryWatches _watches = new();

    [Fact]
    public async Task Who_comes_after_the_entry_was_applied_is_told_so_at_once()
    {
        var late = Add(index: 7, term: 1, applied: 7);
        late.Task.IsCompleted.ShouldBeTrue();
        (await late.Task).ShouldBeOfType<Outcome.Unknown>().Reason.ShouldContain("applied before");
        _watches.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_who_wait_for_one_index_are_both_told_each_by_its_term()
    {
        var (old, now, next) = (Add(7, 1), Add(7, 2), Add(8, 2));
        _watches.Tell(7, watch => watch.Term == 2 ? new Outcome.Done(default) : new Outcome.Refused("the leader has changed", Again: true));
        (await old.Task).ShouldBeOfType<Outcome.Refused>();
        (await now.Task).ShouldBeOfType<Outcome.Done>();
        next.Task.IsCompleted.ShouldBeFalse();
        _watches.TellTo(8, new Outcome.Unknown("gone"));
        (await next.Task).ShouldBeOfType<Outcome.Unknown>();
        _watches.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task So_many_wait_and_no_more()
    {
        for (var i = 0; i < EntryWatches.Most; i++) Add(i % 100 + 1, i).Task.IsCompleted.ShouldBeFalse();
        (await Add(1, 0).Task).ShouldBeOfType<Outcome.Unknown>().Reason.ShouldContain($"{EntryWatches.Most}");
        _watches.Tell(1, _ => new Outcome.Done(default));
        Add(1, 0).Task.IsCompleted.ShouldBeFalse();
    }

    private TaskCompletionSource<Outcome> Add(long index, long term, long applied = 0)
    {
        var told = new TaskCompletionSource<Outcome>();
        _watches.Add(new Applier.Watch(index, term, told), applied);
        return told;
    }
}
