using System.Collections.Concurrent;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Benchmarks.Messages;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Says where it is and which instance it is; each is alone in its shard.</summary>
internal sealed class OwnedEntity : UntypedActor
{
    public const string TypeName = "owned";
    private static readonly ConcurrentDictionary<string, int> Living = new();
    private static int _instances;

    private readonly Whereabouts _whereabouts;

    public OwnedEntity(string id, string node)
    {
        var instance = Interlocked.Increment(ref _instances);
        var incarnation = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}.{instance}");
        _whereabouts = new Whereabouts(id, node, incarnation);
    }

    /// <summary>Those alive in this process.</summary>
    public static IEnumerable<string> Alive => Living.Where(entity => entity.Value > 0).Select(entity => entity.Key);

    public static Task<IActorRef> StartRegionAsync(ActorSystem system)
    {
        var node = Systems.AddressOf(system).ToString();
        return ClusterSharding.Get(system).StartAsync(
            TypeName, id => Props.Create(() => new OwnedEntity(id, node)), ClusterShardingSettings.Create(system), new Extractor());
    }

    protected override void PreStart() => Living.AddOrUpdate(_whereabouts.Id, 1, (_, count) => count + 1);

    protected override void PostStop() => Living.AddOrUpdate(_whereabouts.Id, 0, (_, count) => count - 1);

    protected override void OnReceive(object message)
    {
        if (message is Where) Sender.Tell(_whereabouts);
        else Unhandled(message);
    }

    private sealed class Extractor() : HashCodeMessageExtractor(1)
    {
        public override string? EntityId(object message) => (message as Where)?.Id;

        public override string ShardId(string entityId, object? messageHint = null) => entityId;
    }
}
