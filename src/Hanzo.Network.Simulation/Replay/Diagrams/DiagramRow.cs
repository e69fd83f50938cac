using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>One thing to be drawn.</summary>
/// <param name="Begins">The fault that begins here.</param>
/// <param name="Ends">The fault that is over here.</param>
internal sealed record DiagramRow(TraceLine Line, Fault? Begins = null, Fault? Ends = null)
{
    public TimeSpan At => Line.At;
}
