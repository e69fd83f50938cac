using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Embedded.Sharding.Protocol;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Sharding;

public sealed class ShardingWireTests : WireTests
{
    public static TheoryData<string> Messages => [.. Samples(ActorRefs.Nobody).Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_comes_back_as_it_was(string name)
    {
        var message = Samples(System.ActorOf(Props.Empty, "home"))[name];

        Text(Back(message, 13)).ShouldBe(Text(message));
    }

    [Fact]
    public void Commands_are_small()
    {
        var serializer = System.Serialization.FindSerializerFor(new GetShardHome(1, "math.17"));

        serializer.ToBinary(new GetShardHome(1, "math.17")).Length.ShouldBe(16);
    }

    [Fact]
    public void Every_manifest_is_used_once()
    {
        var serializer = new ShardingMessageSerializer((ExtendedActorSystem)System);
        var manifests = Samples(ActorRefs.Nobody).Values.Select(serializer.Manifest).ToList();

        manifests.ShouldBeUnique();
    }

    [Fact]
    public void An_unknown_manifest_is_an_error_that_names_it() =>
        Should.Throw<SerializationException>(() => System.Serialization.Deserialize([], 13, "zz")).Message.ShouldContain("zz");

    [Fact]
    public void What_is_cut_short_is_an_error_that_names_the_field()
    {
        var serializer = new ShardingMessageSerializer((ExtendedActorSystem)System);
        var bytes = serializer.ToBinary(new HostShard(7, "oak"));

        Should.Throw<InvalidDataException>(() => serializer.FromBinary(bytes[..^1], "o")).Message.ShouldContain("shard");
    }

    private static Dictionary<string, object> Samples(IActorRef home) => new()
    {
        ["find"] = FindCoordinator.Instance,
        ["here"] = new CoordinatorHere(long.MaxValue, -7),
        ["register"] = new RegisterRegion(1L << 33, -5, true, ["a", "ü", ""], new RegistrationPart(1L << 40, 2, 3)),
        ["nothing"] = new NothingHosted(3, 4),
        ["confirmed"] = new RegistrationConfirmed(5),
        ["get"] = new GetShardHome(6, "s"),
        ["home"] = new ShardHome(7, "s", home),
        ["host"] = new HostShard(8, "s"),
        ["started"] = new ShardStarted(9, "s"),
        ["begin"] = new BeginHandOff(10, "s", 11),
        ["begun"] = new HandOffBegun(12, "s", 13),
        ["hand off"] = new HandOffShard(14, "s", 15),
        ["stopped"] = new ShardStopped(16, "s", 17),
        ["leave"] = new LeaveRequest(18),
        ["collect"] = new CollectStats(19, TimeSpan.FromSeconds(2), home),
        ["envelope"] = new ShardingEnvelope("id", "word"),
        ["state?"] = GetShardRegionState.Instance,
        ["state"] = new CurrentShardRegionState([new ShardState("s", ImmutableSortedSet.Create("b", "a"))], ImmutableSortedSet.Create("f")),
        ["stats?"] = GetShardRegionStats.Instance,
        ["stats"] = Stats(),
        ["regions?"] = GetCurrentRegions.Instance,
        ["regions"] = new CurrentRegions([new Address("akka.tcp", "wire", "host", 1)]),
        ["all stats?"] = new GetClusterShardingStats(TimeSpan.FromSeconds(3)),
        ["all stats"] = new ClusterShardingStats(
            ImmutableDictionary<Address, ShardRegionStats>.Empty.Add(new Address("akka.tcp", "wire", "host", 1), Stats())),
    };

    private static ShardRegionStats Stats() =>
        new(ImmutableSortedDictionary<string, int>.Empty.Add("s", 300), ImmutableSortedSet.Create("f"));

    // Records of sharding compare arrays by reference, so their text is compared.
    private static string Text(object message) => message switch
    {
        RegisterRegion m => $"register {m.Epoch} {m.Uid} {m.Proxy} {m.Part} {string.Join(',', m.Hosted)}",
        CurrentShardRegionState m =>
            string.Join(',', m.Shards.Select(s => $"{s.ShardId}:{string.Join(' ', s.EntityIds)}")) + Join(m.Failed),
        ShardRegionStats m => Text(m),
        GetClusterShardingStats m => $"all stats? {m.Timeout}",
        ClusterShardingStats m => string.Join(',', m.Regions.Select(region => $"{region.Key} {Text(region.Value)}")),
        _ => message.ToString()!,
    };

    private static string Text(ShardRegionStats stats) => string.Join(',', stats.Stats) + Join(stats.Failed);

    private static string Join(IEnumerable<string> names) => $" failed {string.Join(',', names)}";
}
