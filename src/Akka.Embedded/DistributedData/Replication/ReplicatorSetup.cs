using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Replication;

/// <summary>What decides in the replicator of one actor system; a system without one has <see cref="Default"/>.</summary>
internal sealed class ReplicatorSetup(
    Func<UniqueAddress, ReplicatorSettings, TimeProvider, RandomSource, IDataCodec, ReplicatorState> newState) : Setup
{
    public static readonly ReplicatorSetup Default =
        new((self, settings, time, random, codec) => new ReplicatorState(self, settings, time, random, codec));

    public ReplicatorState NewState(
        UniqueAddress self, ReplicatorSettings settings, TimeProvider time, RandomSource random, IDataCodec codec) =>
        newState(self, settings, time, random, codec);

    public static ReplicatorSetup Of(ActorSystem system) => system.Settings.Setup.Get<ReplicatorSetup>().GetOrElse(Default);
}
