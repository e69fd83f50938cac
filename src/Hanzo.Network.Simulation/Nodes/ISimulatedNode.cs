using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>A machine of the network, as load and faults see it.</summary>
public interface ISimulatedNode
{
    /// <summary>From 0.</summary>
    int Index { get; }

    /// <summary>Counts the machine's processes, from 1; 0 before the first.</summary>
    int Life { get; }

    /// <summary>Null while no process lives.</summary>
    SimulatedProcess? Process { get; }

    /// <summary>The process lives, is not stopped, and has joined: its network answers at once.</summary>
    bool IsReady { get; }

    /// <summary>The handle that the process's callers hold; null while no process lives.</summary>
    IAgentNetwork? Network { get; }

    /// <summary>The present actor system; null while there is none that serves.</summary>
    ActorSystem? System { get; }
}
