using Akka.DistributedData;
using FsCheck;
using FsCheck.Fluent;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

/// <summary>What holds for every type whose changes can be sent instead of the whole.</summary>
public abstract class DeltaLaws<T> : MergeLaws<T>
    where T : class, IReplicatedData<T>, IDeltaReplicatedData
{
    [Fact]
    public void Merging_the_delta_is_merging_the_whole() => Prop.ForAll(Any, NotEmpty, (steps, more) =>
    {
        var (a, b, _) = Replicas(steps);
        var before = Reset(a);
        var after = Changed(before, Nodes[0], more);
        if (!HasDelta(after, before))
            return;
        var other = b.Merge(before);
        View((T)before.MergeDelta(after.Delta!)).ShouldBe(View(after));
        View((T)other.MergeDelta(after.Delta!)).ShouldBe(View(other.Merge(after)));
    }).Check(Quick);

    [Fact]
    public void Deltas_merge_into_one() => Prop.ForAll(Any, NotEmpty, (steps, more) =>
    {
        var (a, b, _) = Replicas(steps);
        var data = Reset(a);
        var other = b.Merge(data);
        IReplicatedData? all = null;
        foreach (var step in more)
        {
            var next = Changed(data, Nodes[0], [step]);
            if (HasDelta(next, data))
                all = all is null ? next.Delta! : all.Merge(next.Delta!);
            data = Reset(next);
        }
        if (all is not null)
            View((T)other.MergeDelta((IReplicatedDelta)all)).ShouldBe(View(other.Merge(data)));
    }).Check(Quick);

    [Fact]
    public void A_delta_that_comes_twice_changes_nothing() => Prop.ForAll(Any, NotEmpty, (steps, more) =>
    {
        var (a, b, _) = Replicas(steps);
        var before = Reset(a);
        var after = Changed(before, Nodes[0], more);
        if (!HasDelta(after, before))
            return;
        var once = (T)b.Merge(before).MergeDelta(after.Delta!);
        View((T)once.MergeDelta(after.Delta!)).ShouldBe(View(once));
    }).Check(Quick);

    [Fact]
    public void The_delta_of_a_new_value_merges_into_its_zero() => Prop.ForAll(NotEmpty, steps =>
    {
        var data = Changed(Empty, Nodes[0], steps);
        if (!HasDelta(data, Empty))
            return;
        View((T)data.Delta!.Zero.MergeDelta(data.Delta)).ShouldBe(View(data));
    }).Check(Quick);

    [Fact]
    public void Without_its_delta_a_value_is_the_same() => Prop.ForAll(Any, steps =>
    {
        var (a, _, _) = Replicas(steps);
        View(Reset(a)).ShouldBe(View(a));
        Reset(a).Equals(a).ShouldBeTrue();
    }).Check(Quick);

    protected static T Reset(T data) => (T)data.ResetDelta();

    /// <summary>A step that changed nothing need not have one.</summary>
    private static bool HasDelta(T after, T before) => !ReferenceEquals(after, before) && after.Delta is not null;
}
