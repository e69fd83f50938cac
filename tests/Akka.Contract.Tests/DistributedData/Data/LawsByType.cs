using Akka.Cluster;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

public sealed class FlagLaws : MergeLaws<Flag>
{
    protected override Flag Empty => Flag.False;

    protected override Flag Change(Flag data, UniqueAddress node, int action, int argument) => argument == 4 ? data.SwitchOn() : data;

    protected override string View(Flag data) => data.Enabled.ToString();
}

public sealed class GCounterLaws : PruningLaws<GCounter>
{
    protected override GCounter Empty => GCounter.Empty;

    protected override GCounter Change(GCounter data, UniqueAddress node, int action, int argument) =>
        data.Increment(node, (ulong)argument);

    protected override string View(GCounter data) => data.Value.ToString();
}

public sealed class PNCounterLaws : PruningLaws<PNCounter>
{
    protected override PNCounter Empty => PNCounter.Empty;

    protected override PNCounter Change(PNCounter data, UniqueAddress node, int action, int argument) =>
        action == 0 ? data.Decrement(node, argument) : data.Increment(node, argument);

    protected override string View(PNCounter data) => data.Value.ToString();
}

public sealed class GSetLaws : DeltaLaws<GSet<string>>
{
    protected override GSet<string> Empty => GSet<string>.Empty;

    protected override GSet<string> Change(GSet<string> data, UniqueAddress node, int action, int argument) => data.Add($"e{argument}");

    protected override string View(GSet<string> data) => string.Join(",", data.Elements.Order());
}

public sealed class ORSetLaws : PruningLaws<ORSet<string>>
{
    protected override bool IsExact => BoundRuntime.IsEmbedded;

    protected override ORSet<string> Empty => ORSet<string>.Empty;

    protected override ORSet<string> Change(ORSet<string> data, UniqueAddress node, int action, int argument) => (action, argument) switch
    {
        (0, 4) => data.Clear(node),
        (0, _) => data.Remove(node, $"e{argument}"),
        _ => data.Add(node, $"e{argument}"),
    };

    protected override string View(ORSet<string> data)
    {
        data.Count.ShouldBe(data.Elements.Count);
        data.Elements.ShouldAllBe(element => data.Contains(element));
        return string.Join(",", data.Order());
    }
}

public sealed class LWWRegisterLaws : MergeLaws<LWWRegister<string>>
{
    protected override LWWRegister<string> Empty { get; } = new(Nodes[0], "first", 0L);

    protected override LWWRegister<string> Change(LWWRegister<string> data, UniqueAddress node, int action, int argument) =>
        data.WithValue(node, $"v{argument}", (current, _) => Math.Max(current + 1, Later));

    protected override string View(LWWRegister<string> data) => $"{data.Value} at {data.Timestamp} by {data.UpdatedBy}";
}

public sealed class ORDictionaryLaws : PruningLaws<ORDictionary<string, GCounter>>
{
    protected override bool IsExact => BoundRuntime.IsEmbedded;

    protected override ORDictionary<string, GCounter> Empty => ORDictionary<string, GCounter>.Empty;

    protected override ORDictionary<string, GCounter> Change(
        ORDictionary<string, GCounter> data, UniqueAddress node, int action, int argument) =>
        data.AddOrUpdate(node, $"k{argument}", GCounter.Empty, counter => counter.Increment(node, (ulong)action + 1));

    protected override string View(ORDictionary<string, GCounter> data) =>
        string.Join(",", data.Entries.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value.Value}"));
}

public sealed class LWWDictionaryLaws : PruningLaws<LWWDictionary<string, long>>
{
    protected override bool IsExact => BoundRuntime.IsEmbedded;

    protected override LWWDictionary<string, long> Empty => LWWDictionary<string, long>.Empty;

    protected override LWWDictionary<string, long> Change(
        LWWDictionary<string, long> data, UniqueAddress node, int action, int argument) =>
        action == 0 && data.ContainsKey($"k{argument}")
            ? data.Remove(node, $"k{argument}")
            : data.SetItem(node, $"k{argument}", action, (current, _) => Math.Max(current + 1, Later));

    protected override string View(LWWDictionary<string, long> data)
    {
        data.Count.ShouldBe(data.Entries.Count);
        data.Keys.Order().ShouldBe(data.Entries.Keys.Order());
        return string.Join(",", data.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value}"));
    }
}

public sealed class PNCounterDictionaryLaws : PruningLaws<PNCounterDictionary<string>>
{
    protected override bool IsExact => BoundRuntime.IsEmbedded;

    protected override PNCounterDictionary<string> Empty => PNCounterDictionary<string>.Empty;

    protected override PNCounterDictionary<string> Change(
        PNCounterDictionary<string> data, UniqueAddress node, int action, int argument) =>
        action == 0 ? data.Decrement(node, $"k{argument}", 3) : data.Increment(node, $"k{argument}", action);

    protected override string View(PNCounterDictionary<string> data) =>
        string.Join(",", data.Entries.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value}"));
}
