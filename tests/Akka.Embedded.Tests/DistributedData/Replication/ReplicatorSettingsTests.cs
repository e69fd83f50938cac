using Akka.Configuration;
using Akka.DistributedData;

namespace Akka.Embedded.Tests.DistributedData.Replication;

public sealed class ReplicatorSettingsTests
{
    [Theory]
    [InlineData("gossip-interval = 0s", "gossip-interval", "more than 0")]
    [InlineData("max-delta-elements = 0", "max-delta-elements is 0", "allowed: 1 to 100000")]
    [InlineData("delta-crdt.max-delta-size = -1", "delta-crdt.max-delta-size is -1", "allowed: 1 to 100000")]
    [InlineData("durable.keys = [a, \"b*\"]", "durable.keys is [a, b*]", "keeps no durable data")]
    public void What_is_not_allowed_is_refused_with_name_value_and_range(string setting, string name, string allowed)
    {
        var error = Should.Throw<ConfigurationException>(() => Read(setting));

        error.Message.ShouldContain(name);
        error.Message.ShouldContain(allowed);
    }

    [Fact]
    public void Pruning_can_be_switched_off() => Read("pruning-interval = off").PruningInterval.ShouldBe(TimeSpan.Zero);

    private static ReplicatorSettings Read(string setting)
    {
        var config = ConfigurationFactory.ParseString($"akka.cluster.distributed-data {{ {setting} }}")
            .WithFallback(Akka.DistributedData.DistributedData.DefaultConfig());
        return ReplicatorSettings.Create(config.GetConfig("akka.cluster.distributed-data"));
    }
}
