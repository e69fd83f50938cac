using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>Which faults happen when, in the order of their start. A fault on a node that is away already does nothing.</summary>
public sealed record FaultPlan(ImmutableArray<Fault> Faults)
{
    /// <summary>More are refused.</summary>
    public const int MaxFaults = 1_000;

    public static readonly FaultPlan None = new([]);

    /// <summary>The latest start and the longest duration of a fault.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>When the last fault is over.</summary>
    public TimeSpan End => Faults.IsEmpty ? TimeSpan.Zero : Faults.Max(fault => fault.At + fault.Lasts);

    /// <summary>In the order of their start; as given where they start together.</summary>
    public static FaultPlan Of(IEnumerable<Fault> faults) => new([.. faults.OrderBy(fault => fault.At)]);

    /// <summary>
    /// The faults of a seed; equal arguments give equal plans, in any process. All are over <see cref="FaultDrawer.Settle"/>
    /// before <paramref name="length"/> (a quarter of a short one).
    /// </summary>
    /// <param name="nodes">1 to <see cref="SimulationOptions.MaxNodes"/>.</param>
    /// <param name="length">10 s to 1 day.</param>
    public static FaultPlan Draw(ulong seed, SimulatedEnvironment environment, int nodes, TimeSpan length) =>
        new FaultDrawer(seed, environment, nodes, length).Draw();

    /// <summary>Reads what <see cref="ToString"/> writes; also one fault a line, with empty lines and lines of # between.</summary>
    /// <exception cref="FormatException">Names the piece that is wrong and what is allowed.</exception>
    public static FaultPlan Parse(string text) => FaultParser.ParsePlan(text);

    /// <summary>Refuses a plan that names nodes, times or amounts that a network of so many nodes does not have.</summary>
    /// <exception cref="ArgumentException">Names the first such fault and what is allowed.</exception>
    public FaultPlan RequireValid(int nodes)
    {
        if (Faults.Length > MaxFaults) throw new ArgumentException($"{Faults.Length} faults; allowed: {MaxFaults}.");
        foreach (var fault in Faults)
            if (FaultTable.Of(fault.Kind).ProblemOf(fault, nodes) is { } problem)
                throw new ArgumentException($"Fault \"{FaultText.Of(fault)}\" in a network of {nodes} nodes: {problem}.");
        return this;
    }

    public bool Equals(FaultPlan? other) => other is not null && Faults.AsSpan().SequenceEqual(other.Faults.AsSpan());

    public override int GetHashCode() => Faults.Length;

    /// <summary>One line: the faults, joined by semicolons. <see cref="Parse"/> reads it back exactly.</summary>
    public override string ToString() => string.Join("; ", Faults.Select(FaultText.Of));
}
