using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Node.Chaos;
using static System.FormattableString;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>A campaign for people, and for programs.</summary>
internal static class CampaignText
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Progress(RoundLog round, KillOptions options)
    {
        var failover = round.Failover is { } time ? Invariant($"failover {time.TotalMilliseconds:0} ms") : "the run had ended";
        var back = round.Back is { } again ? Invariant($", back after {again.TotalMilliseconds:0} ms") : "";
        return round.Broken is { } broken
            ? Invariant($"{round.Number} of {options.Kills}: BROKEN: {broken}")
            : Invariant($"{round.Number} of {options.Kills}: '{round.Killed}' killed after {round.After.TotalMilliseconds:0} ms, ")
                + $"{failover}, ended at '{round.WentOnAt}'{back}";
    }

    public static IEnumerable<string> Table(CampaignReport report)
    {
        var journal = report.Journal.ToString().ToLowerInvariant();
        yield return Invariant($"kills             {report.Kills} of {report.Planned}, {report.Runtime}, journal {journal}, ")
            + Invariant($"seed {report.Seed}, {report.Seconds:0} s");
        yield return report.Failover is { } failover
            ? $"failover          {Times(failover)} kills in a run"
            : "failover          every run had ended before its node was killed";
        if (report.Back is { } back) yield return $"node back         {Times(back)} starts";
        yield return Invariant($"runs              {report.Runs} acknowledged, {report.Events} events seen");
        yield return Invariant($"state writes      {report.StateWrites} acknowledged");
        yield return Invariant(
            $"effects           {report.EffectsReused} reused, {report.EffectsRepeated} repeated, {report.EffectsAsked} asked about");
        yield return Invariant($"took effect again {report.TookEffectAgain}, all of tools that may be repeated unless told below");
        yield return report.Wrong.IsEmpty
            ? "nothing is lost, and nothing was done twice that must not be"
            : Invariant($"WRONG: {report.Wrong.Length}");
        foreach (var wrong in report.Wrong) yield return $"  {wrong}";
        if (!report.Wrong.IsEmpty) yield return $"data and logs are kept: {report.Folder}";
    }

    public static string Json(CampaignReport report) => JsonSerializer.Serialize(report, Format);

    private static string Times(FailoverTimes times) =>
        Invariant($"median {times.MedianMs:0} ms, worst {times.WorstMs:0} ms, of {times.Count}");
}
