using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Kills.Judging;
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
        var answer = round.NextAnswer is { } time ? Invariant($"{time.TotalMilliseconds:0} ms") : "the run had ended";
        return Invariant($"{round.Number} of {options.Kills}: '{round.Killed}' killed after {round.After.TotalMilliseconds:0} ms, ")
            + $"ended at '{round.WentOnAt}', next answer {answer}";
    }

    public static IEnumerable<string> Table(CampaignReport report)
    {
        yield return Invariant($"kills             {report.Kills}, journal {report.Journal}, seed {report.Seed}, {report.Seconds:0} s");
        yield return report.NextAnswer is { } answer
            ? Invariant($"next answer       median {answer.MedianMs:0} ms, worst {answer.WorstMs:0} ms, of {answer.Count} kills in a run")
            : "next answer       every run had ended before its node was killed";
        yield return Invariant($"runs              {report.Runs} acknowledged, {report.Events} events seen");
        yield return Invariant($"state writes      {report.StateWrites} acknowledged");
        yield return Invariant(
            $"effects           {report.EffectsReused} reused, {report.EffectsRepeated} repeated, {report.EffectsAsked} asked about");
        yield return Invariant($"took effect again {report.TookEffectAgain}, all of tools that may be repeated unless told below");
        yield return report.Wrong.IsEmpty
            ? "nothing is lost, and nothing was done twice that must not be"
            : Invariant($"WRONG: {report.Wrong.Length}");
        foreach (var wrong in report.Wrong) yield return $"  {wrong}";
    }

    public static string Json(CampaignReport report) => JsonSerializer.Serialize(report, Format);
}
