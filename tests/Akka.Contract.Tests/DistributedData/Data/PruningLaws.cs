using Akka.DistributedData;
using FsCheck;
using FsCheck.Fluent;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

/// <summary>What holds for every type with entries per node when one of the nodes is removed from the cluster.</summary>
public abstract class PruningLaws<T> : DeltaLaws<T>
    where T : class, IReplicatedData<T>, IDeltaReplicatedData, IRemovedNodePruning<T>
{
    [Fact]
    public void Pruning_keeps_the_value_and_drops_the_node() => Prop.ForAll(Any, steps =>
    {
        var all = All(steps);
        if (!all.NeedPruningFrom(Nodes[2]))
            return;
        var pruned = all.Prune(Nodes[2], Nodes[0]);
        View(pruned).ShouldBe(View(all));
        pruned.NeedPruningFrom(Nodes[2]).ShouldBeFalse();
        pruned.ModifiedByNodes.ShouldNotContain(Nodes[2]);
        pruned.ModifiedByNodes.ShouldContain(Nodes[0]);
    }).Check(Quick);

    [Fact]
    public void What_was_pruned_elsewhere_is_cleaned_up_and_merges_to_the_same() => Prop.ForAll(Any, steps =>
    {
        var all = All(steps);
        if (!all.NeedPruningFrom(Nodes[2]))
            return;
        var pruned = all.Prune(Nodes[2], Nodes[0]);
        var cleaned = all.PruningCleanup(Nodes[2]);
        cleaned.NeedPruningFrom(Nodes[2]).ShouldBeFalse();
        View(pruned.Merge(cleaned)).ShouldBe(View(all));
        View(cleaned.Merge(pruned)).ShouldBe(View(all));
    }).Check(Quick);

    [Fact]
    public void All_that_changed_it_are_listed() => Prop.ForAll(Any, steps =>
    {
        var all = All(steps);
        foreach (var node in Nodes)
            all.ModifiedByNodes.Contains(node).ShouldBe(all.NeedPruningFrom(node));
    }).Check(Quick);

    private T All(int[] steps)
    {
        var (a, b, c) = Replicas(steps);
        return Reset(a.Merge(b).Merge(c));
    }
}
