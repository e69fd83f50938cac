using System.Globalization;

namespace Hanzo.Network.Security.Renewal;

/// <summary>When a node asks for its next certificate.</summary>
/// <param name="Failures">Tries in a row that have failed.</param>
/// <param name="LastTry">Null: none has failed.</param>
public sealed record RenewalPlan(DateTimeOffset NotBefore, DateTimeOffset NotAfter, int Failures = 0, DateTimeOffset? LastTry = null)
{
    public static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestRetry = TimeSpan.FromHours(6);

    /// <summary>With less than this left, people are told.</summary>
    public static readonly TimeSpan Worrying = TimeSpan.FromDays(7);

    /// <summary>The next try: when two thirds of the time are over, then after pauses that double.</summary>
    public DateTimeOffset NextTry
    {
        get
        {
            var due = CertificateRules.DueAt(NotBefore, NotAfter);
            var again = LastTry + PauseAfter(Failures) ?? due;
            return again > due ? again : due;
        }
    }

    public RenewalPlan Failed(DateTimeOffset now) => this with { Failures = Failures + 1, LastTry = now };

    /// <summary>What people should know; null: nothing.</summary>
    /// <param name="problem">Why the last try failed; null: it did not.</param>
    public string? Notice(DateTimeOffset now, string? problem)
    {
        if (NotAfter - now >= Worrying) return null;
        var until = string.Create(CultureInfo.InvariantCulture, $"{NotAfter.UtcDateTime:yyyy-MM-dd HH:mm}Z");
        var why = problem is null ? "" : $" {problem}";
        return NotAfter > now
            ? $"this node's certificate expires at {until} and could not be renewed yet; then other nodes refuse this one. The machine "
                + $"that created the network must be on for that; what to do where it is lost is in docs/SECURITY.md.{why}"
            : $"this node's certificate expired at {until}: other nodes refuse this one. On the machine that created the network run "
                + $"'hanzo invite'; here end this node and run 'hanzo join' with the code.{why}";
    }

    private static TimeSpan PauseAfter(int failures)
    {
        var pause = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
        return pause < LongestRetry ? pause : LongestRetry;
    }
}
