using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Benchmarks.Messages;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Entities with ids as long as a ULID.</summary>
internal static class Entities
{
    public const string TypeName = "thing";
    public const string HostRole = "host";
    private const int Shards = 64;

    /// <summary>26 characters.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"01JBENCHMARK{number:00000000000000}");

    public static Task<IActorRef> StartRegionAsync(ActorSystem system, string? role = null) =>
        ClusterSharding.Get(system).StartAsync(TypeName, _ => AnsweringEntity.Props, Settings(system, role), new Extractor());

    public static Task<IActorRef> StartProxyAsync(ActorSystem system, string role) =>
        ClusterSharding.Get(system).StartProxyAsync(TypeName, role, new Extractor());

    private static ClusterShardingSettings Settings(ActorSystem system, string? role)
    {
        var settings = ClusterShardingSettings.Create(system);
        return role is null ? settings : settings.WithRole(role);
    }

    private sealed class Extractor() : HashCodeMessageExtractor(Shards)
    {
        public override string? EntityId(object message) => (message as ForEntity)?.Id;
    }
}

/// <summary>Answers its numbers with the next one.</summary>
internal sealed class AnsweringEntity : UntypedActor
{
    public static readonly Props Props = Props.Create<AnsweringEntity>();

    protected override void OnReceive(object message)
    {
        if (message is ForEntity number) Sender.Tell(new Number(number.Value + 1));
        else Unhandled(message);
    }
}
