using System.Collections.Immutable;

namespace Hanzo.Network.Joining.Diagnosis;

/// <summary>
/// Says what keeps nodes apart. Looks at everything, then names the one thing to do next: the cause before its consequences.
/// </summary>
public static class Doctor
{
    private const string AllWell = "Nothing: all is well.";

    /// <summary>Nodes' addresses to which it is worth trying whether large packets get through.</summary>
    public static ImmutableArray<NodeAddress> DoubtfulPaths(DoctorFacts facts) => PathRules.Doubtful(facts);

    public static DoctorReport Examine(DoctorFacts facts)
    {
        // In this order: a port that cannot be opened explains silence, silence explains absence.
        Finding[] all =
        [
            .. PortRules.Of(facts),
            .. NoticeRules.Of(facts),
            .. LinkRules.Of(facts),
            .. PathRules.Of(facts),
            .. TrafficRules.Of(facts),
            .. CompanyRules.Of(facts),
        ];
        var findings = all.OrderBy(finding => finding.Severity).ToImmutableArray();
        return new DoctorReport(findings, findings.FirstOrDefault(finding => finding.Remedy is not null)?.Remedy ?? AllWell);
    }
}
