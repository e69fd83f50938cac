using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>A replica that takes over what it has nothing of, and confirms everything else without merging it.</summary>
internal sealed class KeepsItsOwn(
    UniqueAddress self, ReplicatorSettings settings, TimeProvider time, RandomSource random, IDataCodec codec)
    : ReplicatorState(self, settings, time, random, codec)
{
    public override void Receive(ReplicationMessage message)
    {
        var own = KeyIds;
        base.Receive(message switch
        {
            Changes changes => changes with { Items = [.. changes.Items.Where(item => !own.Contains(item.Key))] },
            States states => states with { Items = [.. states.Items.Where(item => !own.Contains(item.Key))] },
            _ => message,
        });
    }
}
