namespace Hanzo.Network.Security;

/// <summary>How long certificates count, and when they are due to be replaced.</summary>
public static class CertificateRules
{
    public static readonly TimeSpan NodeLifetime = TimeSpan.FromDays(90);
    public static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>Certificates count from so long before they are issued: clocks of machines differ.</summary>
    public static readonly TimeSpan NodeBackdate = TimeSpan.FromHours(1);

    /// <summary>Longer than that of nodes, whose certificates must not be older than the authority's own.</summary>
    public static readonly TimeSpan AuthorityBackdate = TimeSpan.FromDays(1);

    /// <summary>When two thirds of its time are over.</summary>
    public static DateTimeOffset DueAt(DateTimeOffset notBefore, DateTimeOffset notAfter) => notBefore + (notAfter - notBefore) * 2 / 3;

    /// <summary>One that counts too short of the end of a restart is due as well.</summary>
    public static bool IsDue(DateTimeOffset notBefore, DateTimeOffset notAfter, DateTimeOffset now) => now >= DueAt(notBefore, notAfter);
}
