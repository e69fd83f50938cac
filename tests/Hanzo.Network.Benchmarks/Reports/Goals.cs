using System.Collections.Immutable;
using Hanzo.Network.Benchmarks.Rows.Abuse;
using Hanzo.Network.Benchmarks.Rows.Limits;

namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>The gates and targets of the embedded runtime. Every figure besides has one gate: not worse than Akka.NET.</summary>
internal static class Goals
{
    private const string Limit = "socket";
    private const string OtherLimit = "channel";

    // Half of the abuse is meant for the embedded runtime alone: there is nothing to compare.
    private const string Abused = "abused";
    private const double MostMebibytesAbused = 300;

    // Nor have beacons anything of the runtime.
    private const string Floods = "flood";

    // Plans know no runtime.
    private const string Plans = "plan";

    // Nor do stores.
    private const string Journals = "journal";

    private static readonly ImmutableArray<Goal> Set =
    [
        Better("local ping-pong", 1.5),
        Better("local ask at 1", 1.5),
        Better("local ask at 256", 3),
        Better("remote tell", 6),
        Better("remote ask at 256", 5),
        new Goal.AtMostTimes("remote ask at 1, p50", false, 2.5, SocketEcho.P50),
        Better("sharded ask at 256", 5),
        Better("entity starts", 5),
        new Goal.AtMost("idle entity", false, 700),
        Better("map updates", 3),
        new Goal.AtMost("update on 3 nodes", false, 25),
        new Goal.TimesBetter("formation", true, 2),
        new Goal.AtMost("formation", false, 1_000),
        .. Failover("failover, member"),
        .. Failover("failover, oldest"),
        .. Failover("application failover, member"),
        .. Failover("application failover, oldest"),
        .. Silence("silence"),
        .. Silence("application silence"),
        new Goal.AtMost("idle node", false, 60),
        new Goal.AtMostTimes("abused, p50", false, 2, "abused, quiet p50"),
        new Goal.AtMost("abused, memory", true, MostMebibytesAbused),
        new Goal.AtMost(BeaconFlood.Cost, true, 5),
        new Goal.AtMost("plan, 1000 nodes", true, 1_000),
        new Goal.AtMostTimes("plan without one, 1000 nodes", true, 0.1, "plan, 1000 nodes"),
        new Goal.AtLeastTimes("journal sqlite", true, 0.5, "journal sqlite, bare"),
        new Goal.AtLeastTimes("journal postgres", true, 0.5, "journal postgres, bare"),
        new Goal.AtMost("journal recovery", true, 50),
        new Goal.AtMost("journal replicated, append", false, 3),
        new Goal.AtMost("journal replicated, follower, append", false, 3),
        new Goal.AtMost("journal catch-up", true, 60_000),
        new Goal.AtMost("run", true, 15),
        new Goal.AtLeast("runs", true, 200),
    ];

    public static IEnumerable<Goal> Of(string figure)
    {
        // The bare limits are the same program on both runtimes.
        if (IsOneOf(figure, Limit, OtherLimit)) return [];
        if (IsOneOf(figure, Abused, Floods, Plans, Journals)) return Set.Where(goal => goal.Figure == figure);
        var own = Set.Where(goal => goal.Figure == figure).ToArray();
        return own.Any(goal => goal is { IsGate: true } and Goal.TimesBetter) ? own : [new Goal.TimesBetter(figure, true, 1), .. own];
    }

    private static bool IsOneOf(string figure, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
            if (figure.StartsWith(beginning, StringComparison.Ordinal)) return true;
        return false;
    }

    // With evidence of a crash: a refused connection.
    private static Goal[] Failover(string figure) => [new Goal.AtMost(figure, true, 3_000), new Goal.AtMost(figure, false, 1_500)];

    private static Goal[] Silence(string figure) =>
        [new Goal.AtMost(figure, true, 8_000), new Goal.AtMost($"{figure}, second owners", true, 0)];

    private static Goal.TimesBetter Better(string figure, double times) => new(figure, false, times);
}
