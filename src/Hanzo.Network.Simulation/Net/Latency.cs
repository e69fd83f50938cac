using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Net;

/// <summary>How long one packet takes from machine to machine: at least <paramref name="Least"/>, mostly not much more.</summary>
/// <param name="Spread">Mean of what is added, by an exponential distribution, as queues in switches and radios do.</param>
public readonly record struct Latency(TimeSpan Least, TimeSpan Spread)
{
    /// <summary>As <c>ping</c> shows them: loopback 30 µs, a switch 150 µs, Wi-Fi 2 ms, between cities 25 ms.</summary>
    public static Latency Of(SimulatedEnvironment environment) => environment switch
    {
        SimulatedEnvironment.OneMachine => new Latency(TimeSpan.FromMicroseconds(30), TimeSpan.FromMicroseconds(20)),
        SimulatedEnvironment.Home => new Latency(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3)),
        SimulatedEnvironment.Rack => new Latency(TimeSpan.FromMicroseconds(150), TimeSpan.FromMicroseconds(50)),
        SimulatedEnvironment.Wide => new Latency(TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(10)),
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, "There is no such environment."),
    };

    public TimeSpan Draw(World.SimulatedRandom random) => Least - (Spread * Math.Log(1 - random.NextDouble()));
}
