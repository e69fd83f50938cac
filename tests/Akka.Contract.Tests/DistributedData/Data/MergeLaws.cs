using Akka.Cluster;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;
using FsCheck;
using FsCheck.Fluent;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

/// <summary>What holds for every type of replicated data, whatever its replicas went through.</summary>
public abstract class MergeLaws<T>
    where T : class, IReplicatedData<T>
{
    protected abstract T Empty { get; }

    /// <summary>
    /// False for what is made of Akka.NET's ORSet: of an element with several additions on both sides it keeps those that one side has
    /// seen replaced. So replicas come out different when three merge in different orders: keys come back, or go.
    /// </summary>
    protected virtual bool IsExact => true;

    [Fact]
    public void The_order_of_merging_two_does_not_matter() => Prop.ForAll(Any, steps =>
    {
        var (a, b, _) = Replicas(steps);
        View(a.Merge(b)).ShouldBe(View(b.Merge(a)));
    }).Check(Quick);

    [Fact]
    public void The_order_of_merging_three_does_not_matter() => Prop.ForAll(Any, steps =>
    {
        if (!IsExact)
            return;
        var (a, b, c) = Replicas(steps);
        View(a.Merge(b).Merge(c)).ShouldBe(View(a.Merge(b.Merge(c))));
    }).Check(Quick);

    [Fact]
    public void Merging_twice_is_merging_once() => Prop.ForAll(Any, steps =>
    {
        var (a, b, _) = Replicas(steps);
        var merged = a.Merge(b);
        View(a.Merge(a)).ShouldBe(View(a));
        View(merged.Merge(b)).ShouldBe(View(merged));
        View(merged.Merge(a)).ShouldBe(View(merged));
        View(b.Merge(merged)).ShouldBe(View(merged));
    }).Check(Quick);

    [Fact]
    public void A_value_takes_in_what_was_made_from_it() => Prop.ForAll(Any, Any, (steps, more) =>
    {
        var (a, _, _) = Replicas(steps);
        var later = Changed(a, Nodes[0], more);
        View(a.Merge(later)).ShouldBe(View(later));
        View(later.Merge(a)).ShouldBe(View(later));
    }).Check(Quick);

    [Fact]
    public void The_untyped_merge_is_the_same() => Prop.ForAll(Any, steps =>
    {
        var (a, b, _) = Replicas(steps);
        View((T)((IReplicatedData)a).Merge(b)).ShouldBe(View(a.Merge(b)));
    }).Check(Quick);

    [Fact]
    public void Replicas_that_have_merged_are_equal() => Prop.ForAll(Any, steps =>
    {
        if (!IsExact)
            return;
        var (a, b, c) = Replicas(steps);
        var all = a.Merge(b).Merge(c);
        var (x, y) = (a.Merge(all), b.Merge(all));
        View(x).ShouldBe(View(y));
        x.Equals(y).ShouldBeTrue($"{x} and {y}");
        if (BoundRuntime.IsEmbedded)
            x.GetHashCode().ShouldBe(y.GetHashCode());
    }).Check(Quick);

    protected abstract T Change(T data, UniqueAddress node, int action, int argument);

    /// <summary>All that a user of the data can see.</summary>
    protected abstract string View(T data);

    protected T Changed(T data, UniqueAddress node, IEnumerable<int> steps) =>
        steps.Select(Decode).Aggregate(data, (changed, step) => Change(changed, node, step.Action, step.Argument));

    protected (T A, T B, T C) Replicas(IEnumerable<int> steps)
    {
        var replicas = Enumerable.Repeat(Empty, Nodes.Length).ToArray();
        foreach (var step in steps.Select(Decode))
        {
            var data = replicas[step.Replica];
            replicas[step.Replica] = step.IsMerge
                ? data.Merge(replicas[step.Other])
                : Change(data, step.Node, step.Action, step.Argument);
        }
        return (replicas[0], replicas[1], replicas[2]);
    }
}
