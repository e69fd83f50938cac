using Akka.Actor;
using Akka.DistributedData;
using FsCheck;
using FsCheck.Fluent;
using static Akka.Contract.Tests.DistributedData.Data.Histories;

namespace Akka.Contract.Tests.DistributedData.Data;

public sealed class DataSerializationContract : TestKit.Xunit2.TestKit
{
    public DataSerializationContract()
        : base(Akka.Configuration.ConfigurationFactory.ParseString("""
            akka { loglevel = ERROR, actor.provider = cluster, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
            """).WithFallback(Akka.DistributedData.DistributedData.DefaultConfig()))
    {
    }

    [Fact]
    public void Data_of_all_types_round_trips()
    {
        var counter = PNCounter.Empty.Increment(Nodes[0], 7).Decrement(Nodes[1], 9);
        IReplicatedData[] all =
        [
            Flag.True, Flag.False, GCounter.Empty, GCounter.Empty.Increment(Nodes[0], 5_000_000_000), counter,
            GSet<string>.Empty, GSet.Create("a", "ünïcödé", ""), GSet.Create(1, -2), GSet.Create(1L, long.MinValue),
            ORSet<string>.Empty, ORSet<string>.Empty.Add(Nodes[0], "a").Add(Nodes[1], "b").Remove(Nodes[0], "a"),
            ORSet<int>.Empty.Add(Nodes[0], -5), ORSet<long>.Empty.Add(Nodes[0], long.MaxValue),
            new LWWRegister<string>(Nodes[1], "x", -5), new LWWRegister<long>(Nodes[1], 8, long.MaxValue),
            LWWDictionary<string, string>.Empty, LWWDictionary<string, string>.Empty.SetItem(Nodes[0], "k", "v"),
            LWWDictionary<string, long>.Empty.SetItem(Nodes[0], "k", 1).SetItem(Nodes[1], "l", 2), LWWDictionary.Create(Nodes[0], 4, "v"),
            ORDictionary<string, PNCounter>.Empty, ORDictionary.Create(Nodes[0], "k", counter),
            ORDictionary.Create(Nodes[0], "k", ORSet.Create(Nodes[1], 3)), PNCounterDictionary<string>.Empty.Increment(Nodes[0], "k"),
            VersionVector.Empty, VersionVector.Create(Nodes[0], 4), VersionVector.Create(Nodes[0], 4).Increment(Nodes[1]),
        ];
        foreach (var data in all)
            RoundTrip(data).ShouldBe(data, $"{data.GetType()}: {data}");
    }

    [Fact]
    public void Keys_round_trip_with_their_type()
    {
        IKey[] keys =
        [
            new FlagKey("f"), new GCounterKey("g"), new PNCounterKey("p"), new GSetKey<string>("s"), new ORSetKey<int>("o"),
            new LWWRegisterKey<string>("r"), new LWWDictionaryKey<string, long>("d"), new ORDictionaryKey<string, GCounter>("od"),
            new PNCounterDictionaryKey<string>("pd"),
        ];
        foreach (var key in keys)
        {
            RoundTrip(key).ShouldBe(key);
            RoundTrip(key).ShouldBeOfType(key.GetType());
        }
    }

    [Fact]
    public void Deltas_round_trip() => Prop.ForAll(NotEmpty, steps =>
    {
        var (set, map, counters) = (ORSet<string>.Empty, LWWDictionary<string, string>.Empty, PNCounterDictionary<string>.Empty);
        foreach (var step in steps.Select(Decode))
        {
            set = step.IsMerge ? set.Remove(step.Node, $"e{step.Argument}") : set.Add(step.Node, $"e{step.Argument}");
            var key = $"k{step.Argument}";
            map = step.IsMerge ? map.Remove(step.Node, key) : map.SetItem(step.Node, key, $"v{step.Action}");
            counters = counters.Increment(step.Node, $"c{step.Argument}");
        }
        if (set.Delta is { } setDelta)
            ORSet<string>.Empty.MergeDelta((ORSet<string>.IDeltaOperation)RoundTrip(setDelta)).Order().ShouldBe(set.Order());
        if (!map.IsEmpty)
            ((LWWDictionary<string, string>)Merged(LWWDictionary<string, string>.Empty, map.Delta!)).OrderBy(e => e.Key)
                .ShouldBe(map.OrderBy(e => e.Key));
        Merged(PNCounterDictionary<string>.Empty, counters.Delta!).ShouldBe(counters);
    }).Check(Quick);

    [Fact]
    public void Data_goes_on_where_it_was_when_it_is_read()
    {
        var read = (ORSet<string>)RoundTrip(ORSet<string>.Empty.Add(Nodes[0], "a").Add(Nodes[1], "b"));

        read.Remove(Nodes[0], "b").Add(Nodes[2], "c").Merge(read).Order().ShouldBe(["a", "c"]);
        read.Delta.ShouldBeNull();
    }

    [Fact]
    public void An_unknown_manifest_is_an_error_that_names_it()
    {
        var serializer = Sys.Serialization.FindSerializerFor(Flag.True);

        serializer.Identifier.ShouldBe(11);
        Should.Throw<Exception>(() => Sys.Serialization.Deserialize([1, 2, 3], serializer.Identifier, "nonsense")).Message
            .ShouldContain("nonsense");
    }

    private IReplicatedData Merged(IDeltaReplicatedData data, IReplicatedDelta delta) =>
        data.MergeDelta((IReplicatedDelta)RoundTrip(delta));

    private object RoundTrip(object data)
    {
        var serializer = Sys.Serialization.FindSerializerFor(data);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, data);
        return Sys.Serialization.Deserialize(Sys.Serialization.Serialize(data), serializer.Identifier, manifest);
    }
}
