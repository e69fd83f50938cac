namespace Hanzo.Network.Simulation.Faults;

/// <summary>What a fault's amount may be, and what is drawn.</summary>
/// <param name="Unit">Empty: the kind has no amount.</param>
/// <param name="Least">The least allowed amount.</param>
/// <param name="Most">The most allowed amount.</param>
/// <param name="DrawnLeast">Above 0; the least that is drawn.</param>
/// <param name="DrawnMost">The most that is drawn.</param>
/// <param name="Signed">The drawn amount may be turned negative.</param>
public sealed record AmountRange(string Unit, double Least, double Most, double DrawnLeast, double DrawnMost, bool Signed = false)
{
    public static readonly AmountRange None = new("", 0, 0, 0, 0);

    /// <summary>The bit set of a partition is drawn by its own rule.</summary>
    public static readonly AmountRange Nodes = new("nodes", 1, (1 << SimulationOptions.MaxNodes) - 1, 0, 0);

    public static readonly AmountRange Latency = new("ms", 1, 60_000, 20, 3_000);
    public static readonly AmountRange Loss = new("share", 0, 1, 0.05, 0.9);
    public static readonly AmountRange Duplicates = new("share", 0, 1, 0.05, 0.5);
    public static readonly AmountRange Failures = new("share", 0, 1, 0.1, 1);
    public static readonly AmountRange Drift = new("factor", 0.9, 1.1, 0.95, 1.05) { Neutral = 1, Mildest = 0.001 };
    public static readonly AmountRange Jump = new("s", -86_400, 86_400, 0.5, 7_200, Signed: true);
    public static readonly AmountRange DiskSlowness = new("factor", 1, 10_000, 2, 300) { Neutral = 1, Mildest = 1 };
    public static readonly AmountRange ModelSlowness = new("s", 0, 3_600, 0.5, 90);
    public static readonly AmountRange ToolSlowness = new("s", 0, 3_600, 0.2, 60);

    public static readonly AmountRange DrainTimeout = new("s", 1, 3_600, 5, 40) { IsWhole = true };
    public static readonly AmountRange Slot = new("slot", 1, 1_000, 1, 16) { IsWhole = true };

    /// <summary>Only whole amounts are drawn.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The amount that changes nothing.</summary>
    public double Neutral { get; init; }

    /// <summary>How near to <see cref="Neutral"/> the shrinker goes.</summary>
    public double Mildest { get; init; } = DrawnLeast;

    public bool IsNone => Unit.Length == 0;

    public bool Allows(double amount) => amount >= Least && amount <= Most;
}
