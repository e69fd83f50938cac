using System.Net;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Net;

/// <summary>Where a process stands in the network.</summary>
public sealed record NetworkPlace(int Node, IPAddress Address, SimulatedProcess Process)
{
    public string Host { get; } = Address.ToString();
}
