using Hanzo.Network.Agents;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Kills.Judging;

/// <summary>Every acknowledged run is there and completed, and every step that was seen is in its history.</summary>
internal static class RunJudge
{
    public static IEnumerable<string> Wrong(RunLog log, RunEnd? end)
    {
        if (end is null) return [$"run {log.Id} was acknowledged and is lost"];
        return
        [
            .. WrongEnd(log, end),
            .. Acknowledged.Lost(log.Id, log.Seen, end.History),
            .. Twice(log, end),
        ];
    }

    private static IEnumerable<string> WrongEnd(RunLog log, RunEnd end)
    {
        if (end.Status != "completed") yield return $"run {log.Id} is {end.Status}: {end.Error}";
        else if (!end.Output.StartsWith(WorkAgent.Conclusion, StringComparison.Ordinal))
            yield return $"run {log.Id} ended with '{end.Output}', not with '{WorkAgent.Conclusion}…'";
        var ends = end.History.Count(step => step.IsTerminal);
        if (ends != 1) yield return $"run {log.Id} has {ends} ends";
    }

    private static IEnumerable<string> Twice(RunLog log, RunEnd end) => end.History
        .Where(step => step.Type is RunEventTypes.ModelReplied or RunEventTypes.ToolResult)
        .CountBy(step => step.Step ?? 0)
        .Where(count => count.Value > 1)
        .Select(count => $"run {log.Id}: step {count.Key} has {count.Value} results");
}
