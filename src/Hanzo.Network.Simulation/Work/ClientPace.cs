using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Work;

/// <summary>When the clients of a network ask: steadily, seldom, or many at once; each for a while.</summary>
internal sealed class ClientPace(SimulatedRandom random)
{
    public const int Burst = 20;

    private static readonly TimeRange Phase = TimeRange.Seconds(15, 60);
    private static readonly TimeRange Steady = TimeRange.Seconds(0.5, 4);
    private static readonly TimeRange Calm = TimeRange.Seconds(4, 20);
    private TimeSpan _phaseEnd;
    private TimeRange _gap = Steady;

    /// <summary>How long from <paramref name="now"/> to the next asking, and how many ask then.</summary>
    public (TimeSpan In, int Count) Next(TimeSpan now)
    {
        var count = 1;
        if (now >= _phaseEnd)
        {
            _phaseEnd = now + Phase.Draw(random);
            _gap = random.Chance(0.7) ? Steady : Calm;
            if (random.Chance(0.2)) count = Burst;
        }

        return (_gap.Draw(random), count);
    }
}
