using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Runtime;
using Akka.Embedded.Sharding.Coordination;
using Hanzo.Network.Cluster;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Partitions;
using Hanzo.Network.Simulation.Storage;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>Applications with one fault each, by the name that a campaign's <c>--variant</c> takes.</summary>
internal static class BrokenVariants
{
    public static readonly ImmutableSortedDictionary<string, SimulationVariant> ByName = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, SimulationVariant>
        {
            ["acknowledges-early"] = new() { Journal = new EventStoreFlaws { AcknowledgesBeforeSync = true } },
            ["asks-once"] = Of(new ActorsSetup
            {
                RunClient = (call, region, time, stopped, withdrawn) =>
                    Props.Create(() => new AsksOnce(call, region, time, stopped, withdrawn)),
            }),
            ["believes-refusals"] = Of(new ActorsSetup { Downing = BelievesRefusals.Step }),
            ["does-not-resume"] = Sessions((services, id) => Props.Create(() => new DoesNotResume(services, id))),
            ["drops-deltas"] = Data((self, settings, time, random, codec) => new DropsDeltas(self, settings, time, random, codec)),
            ["fences-nobody"] = new() { Journal = new EventStoreFlaws { FencesNobody = true } },
            ["gives-away-early"] = new() { Setups = [new CoordinatorSetup(() => new GivesAwayEarly())] },
            ["keeps-its-own"] = Data((self, settings, time, random, codec) => new KeepsItsOwn(self, settings, time, random, codec)),
            ["loses-wake-ups"] = new() { Executor = executor => new LosesWakeUps(executor) },
            ["skips-last-event"] = new() { Store = store => new SkipsLastEvent(store) },
            ["sees-no-cut"] = Sessions((services, id) => SessionActor.Props(
                services with { Standing = new Board<Standing>(new Standing(services.NodeId)) }, id)),
            ["starts-unreserved"] = Sessions((services, id) => Props.Create(() => new StartsUnreserved(services, id))),
            ["stays-when-downed"] = new() { Hocon = "akka.cluster.run-coordinated-shutdown-when-down = off" },
        });

    private static SimulationVariant Of(ActorsSetup actors) => new() { Setups = [actors] };

    private static SimulationVariant Sessions(Func<SessionServices, string, Props> session) => Of(new ActorsSetup { Session = session });

    private static SimulationVariant Data(
        Func<UniqueAddress, ReplicatorSettings, TimeProvider, RandomSource, IDataCodec, ReplicatorState> newState) =>
        new() { Setups = [new ReplicatorSetup(newState)] };
}
