namespace Hanzo.Network.Simulation.Faults;

/// <summary>How faults of one kind look, and how often they are drawn in each environment.</summary>
/// <param name="Longest">Zero: it happens once.</param>
public sealed record FaultShape(
    FaultKind Kind,
    FaultTarget Target,
    TimeSpan Shortest,
    TimeSpan Longest,
    AmountRange Amount,
    EnvironmentWeights Weights)
{
    public bool IsOnce => Longest == TimeSpan.Zero;

    public string Name { get; } = KebabCase(Kind.ToString());

    /// <summary>While it lasts, Node's process does nothing, or is about to.</summary>
    public bool TakesNode => Kind is FaultKind.Crash or FaultKind.PowerLoss or FaultKind.Leave or FaultKind.Pause
        or FaultKind.Sleep or FaultKind.ReusedAddress or FaultKind.Drain;

    /// <summary>No fault of the world: what people ask a healthy network for.</summary>
    public bool IsAsked => Kind is FaultKind.Drain or FaultKind.Migrate;

    /// <summary>What is wrong with a fault of this kind in a network of so many nodes; null: nothing.</summary>
    public string? ProblemOf(Fault fault, int nodes)
    {
        if (fault.At < TimeSpan.Zero || fault.At > FaultPlan.Longest) return $"it starts outside of 0 to {FaultText.Of(FaultPlan.Longest)}";
        if (IsOnce && fault.Lasts != TimeSpan.Zero) return "it happens once and lasts no time";
        if (!IsOnce && (fault.Lasts <= TimeSpan.Zero || fault.Lasts > FaultPlan.Longest))
            return $"it must last more than 0s and at most {FaultText.Of(FaultPlan.Longest)}";
        return ProblemOfTarget(fault, nodes) ?? ProblemOfAmount(fault, nodes);
    }

    private string? ProblemOfTarget(Fault fault, int nodes)
    {
        var needsNode = Target != FaultTarget.Everything;
        if (!needsNode && fault.Node != -1) return "it names no node";
        if (needsNode && (fault.Node < 0 || fault.Node >= nodes)) return $"its node must be n0 to n{nodes - 1}";
        if (Target != FaultTarget.Pair) return fault.Other == -1 ? null : "it names no second node";
        if (fault.Other < 0 || fault.Other >= nodes) return $"its second node must be n0 to n{nodes - 1}";
        return fault.Other == fault.Node ? "its two nodes must differ" : null;
    }

    private string? ProblemOfAmount(Fault fault, int nodes)
    {
        if (Amount.IsNone) return fault.Amount == 0 ? null : "it has no amount";
        if (!Amount.Allows(fault.Amount))
            return FormattableString.Invariant($"its amount must be {Amount.Least} to {Amount.Most} ({Amount.Unit})");
        if (Target != FaultTarget.Side) return null;
        var side = (ulong)fault.Amount;
        if (side != fault.Amount || (side >> fault.Node & 1) == 0) return "its amount must be the bit set of a side with its node";
        return side >= (1UL << nodes) - 1 ? $"its side must be some, not all, of n0 to n{nodes - 1}" : null;
    }

    private static string KebabCase(string name) =>
        string.Concat(name.Select((letter, at) => (at > 0 && char.IsUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter)));
}
