namespace Hanzo.Network.Simulation.World;

/// <summary>The world's clock, for its own parts.</summary>
internal sealed class WorldTime(SimulatedWorld world) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => world.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + world.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        world.RequireThread(nameof(CreateTimer));
        return new SimulatedTimer(dueTime, period, (delay, fire) => world.After(delay, fire), () => callback(state));
    }
}
