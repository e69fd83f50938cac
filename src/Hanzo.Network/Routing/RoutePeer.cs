using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Routing;

/// <summary>A node as a router sees it.</summary>
/// <param name="Healthy">It was heard of within the last seconds.</param>
public sealed record RoutePeer(NodeView View, bool Healthy)
{
    public string Id => View.Id;

    public PeerCapabilities Capabilities => new(View.Device.Flops, View.Device.MemoryMb, View.Device);

    /// <summary>Runs there by its capacity: 0 idle, 1 full, more when runs wait.</summary>
    public double CurrentLoad =>
        (double)(Math.Max(0, View.Load.ActiveRuns) + Math.Max(0, View.Load.QueuedRuns) + View.Dispatched) / Math.Max(1, View.Load.Capacity);

    /// <summary>It offers the agent, or the agent was deployed, and it has what the agent needs.</summary>
    public bool MayRun(Agent agent) => Admission.IsOffered(View, agent) && Admission.MeetsNeeds(View, agent);
}
