using System.Collections.Immutable;

namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>One thing that a user should know.</summary>
/// <param name="Code">Stable, for programs: <c>port_held</c>, …</param>
/// <param name="Remedy">What to do about it; null: nothing.</param>
public sealed record Finding(string Code, Severity Severity, string Text, string? Remedy = null);

public enum Severity
{
    /// <summary>Keeps nodes apart, or will.</summary>
    Problem,

    /// <summary>May be meant so.</summary>
    Hint,

    /// <summary>As it should be.</summary>
    Fine,
}

/// <param name="Findings">The most important first.</param>
/// <param name="Next">The one thing to do next.</param>
public sealed record DoctorReport(ImmutableArray<Finding> Findings, string Next)
{
    public bool Healthy => Findings.All(finding => finding.Severity != Severity.Problem);
}
