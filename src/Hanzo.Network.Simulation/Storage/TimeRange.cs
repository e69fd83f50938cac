using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Storage;

/// <param name="Most">Not below <paramref name="Least"/>.</param>
public readonly record struct TimeRange(TimeSpan Least, TimeSpan Most)
{
    public static TimeRange Microseconds(long least, long most) => new(TimeSpan.FromMicroseconds(least), TimeSpan.FromMicroseconds(most));

    public static TimeRange Seconds(double least, double most) => new(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));

    public TimeSpan Draw(SimulatedRandom random) => random.Between(Least, Most);
}
