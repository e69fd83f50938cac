using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A replica that confirms single changes and does not merge them; full states it merges.</summary>
internal sealed class DropsDeltas(
    UniqueAddress self, ReplicatorSettings settings, TimeProvider time, RandomSource random, IDataCodec codec)
    : ReplicatorState(self, settings, time, random, codec)
{
    public override void Receive(ReplicationMessage message) =>
        base.Receive(message is Changes changes ? changes with { Items = [.. changes.Items.Where(item => item.IsFullState)] } : message);
}
