using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation;

/// <summary>What one simulated network is drawn from. Equal options give equal traces, in any process.</summary>
public sealed record SimulationOptions(ulong Seed)
{
    public const int MaxNodes = 20;

    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>1 to <see cref="MaxNodes"/>.</summary>
    public int Nodes { get; init; } = 5;

    /// <summary>Virtual time with load and faults; the heal and the last checks come after it. 10 s to 1 day.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Null: drawn from the seed.</summary>
    public SimulatedEnvironment? Environment { get; init; }

    /// <summary>Null: drawn from the seed, the environment and the length.</summary>
    public FaultPlan? Plan { get; init; }

    /// <summary>Keeps what happened as lines for a diagram; costs time and memory.</summary>
    public bool Records { get; init; }

    /// <summary>Told of each step, to find the first one that two processes differ in; null: nobody. Must not throw.</summary>
    public Action<TracedStep>? OnStep { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">Names the option and what is allowed.</exception>
    public SimulationOptions RequireValid()
    {
        if (Nodes is < 1 or > MaxNodes) throw new ArgumentOutOfRangeException(nameof(Nodes), Nodes, $"allowed: 1 to {MaxNodes}.");
        if (Length < Shortest || Length > Longest)
            throw new ArgumentOutOfRangeException(nameof(Length), Length, $"allowed: {Shortest} to {Longest}.");
        return this;
    }
}
