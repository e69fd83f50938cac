using System.Collections.Immutable;
using Akka.Actor.Setup;
using Akka.Embedded.Runtime;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation;

/// <summary>An application that is built otherwise than the real one, to see whether the checkers notice.</summary>
internal sealed record SimulationVariant
{
    public static readonly SimulationVariant Real = new();

    public EventStoreFlaws Journal { get; init; } = EventStoreFlaws.None;

    /// <summary>More setups of every actor system; must keep nothing between systems.</summary>
    public ImmutableArray<Setup> Setups { get; init; } = [];

    /// <summary>What a process gets for its store.</summary>
    public Func<IEventStore, IEventStore> Store { get; init; } = store => store;

    /// <summary>What the actor systems of a process run on.</summary>
    public Func<IExecutor, IExecutor> Executor { get; init; } = executor => executor;

    /// <summary>Laid over the configuration of every node.</summary>
    public string Hocon { get; init; } = "";
}
