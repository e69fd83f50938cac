using System.Collections.Immutable;
using Hanzo.Network.Benchmarks.Rows.Limits;

namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>The gates and targets of the embedded runtime. Every figure besides has one gate: not worse than Akka.NET.</summary>
internal static class Goals
{
    private const string Limit = "socket";
    private const string OtherLimit = "channel";

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
    ];

    public static IEnumerable<Goal> Of(string figure)
    {
        // The bare limits are the same program on both runtimes.
        if (figure.StartsWith(Limit, StringComparison.Ordinal) || figure.StartsWith(OtherLimit, StringComparison.Ordinal)) return [];
        var own = Set.Where(goal => goal.Figure == figure).ToArray();
        return own.Any(goal => goal.IsGate) ? own : [new Goal.TimesBetter(figure, true, 1), .. own];
    }

    private static Goal.TimesBetter Better(string figure, double times) => new(figure, false, times);
}
