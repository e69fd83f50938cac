using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Replay;

/// <summary>Results as a simulation would record them.</summary>
internal static class Recorded
{
    public static readonly Verdict Broken = new("one owner per slot", false, 7, At(6), "slot math.17 is held by n0 and <n2> & \"n1\"");

    public static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    public static TraceLine Line(double at, TraceKind kind, int node, string text) => new(At(at), kind, node, -1, At(at), text);

    public static TraceLine Message(double at, int from, int to, double until, string text) =>
        new(At(at), TraceKind.Message, from, to, At(until), text);

    public static SimulationResult Result(string faults, IEnumerable<TraceLine> lines, params Verdict[] verdicts) => new(
        new SimulationOptions(17) { Nodes = 3, Length = At(10), Environment = SimulatedEnvironment.Home, Records = true },
        FaultPlan.Parse(faults),
        0x1234,
        99,
        At(10),
        [.. verdicts],
        Coverage.None,
        [.. lines]);
}
