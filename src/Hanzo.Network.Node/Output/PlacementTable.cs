using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Text;
using Spectre.Console;

namespace Hanzo.Network.Node.Output;

/// <summary>Why sessions of an agent go where they go, for people.</summary>
internal static class PlacementTable
{
    public static void Write(Screen screen, PlacementBody placement, DateTimeOffset now)
    {
        var left = placement.WhatIf?.Without;
        var without = left is null ? "" : $", as if node {left} were not there";
        screen.Line($"agent {placement.Agent}, {placement.Workload} work, of {Words.Deployment(placement.Deployment)}{without}");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Node", "May run it", "Ends after", "One run takes", "Runs", "Speed", "Slots");
        foreach (var node in placement.Nodes) Add(table, Cells(node, now));
        foreach (var (node, reason) in placement.Unusable)
            if (node != left) Add(table, node, $"no: {reason}", "-", "-", "-", "-", "-");
        screen.Console.Write(table);
        foreach (var choice in placement.Choices) screen.Line($"{choice.Placement}: {choice.Why}");
        if (placement.WhatIf is { } whatIf) screen.Line(whatIf.Text);
    }

    private static string[] Cells(VerdictBody node, DateTimeOffset now)
    {
        var score = node.Score;
        var busy = score.Busy is { } reason ? $"yes, but it {reason}" : "yes";
        var before = score.ActiveRuns + score.QueuedRuns + score.DispatchedRuns;
        return
        [
            node.Node,
            node.Fits ? busy : $"no: {string.Join("; ", node.Unmet)}",
            node.Fits ? Words.Seconds(score.ExpectedSeconds) : "-",
            $"{Words.Seconds(score.Run.Seconds)} ({Source(score.Run)})",
            string.Create(CultureInfo.InvariantCulture, $"{before} before it, capacity {score.Capacity}"),
            Speed(score.Throughput, now),
            string.Create(CultureInfo.InvariantCulture, $"{node.Slots.Hosted} now, {node.Slots.Planned} planned"),
        ];
    }

    private static string Source(RunTimeBody run)
    {
        string?[] parts =
        [
            run.Source,
            run.Runs == 0 ? null : Counted.Of(run.Runs, "run"),
            run.TokensPerSecond is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"{tokens:0.#} tokens/s") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static string Speed(ThroughputBody speed, DateTimeOffset now)
    {
        if (speed.Tflops is null) return "?";
        var text = $"{Words.Tflops(speed.Tflops)} {speed.Precision} TFLOPS";
        if (speed.Source is not { } source) return text;
        return speed.At is { } at ? $"{text} ({source}, {Words.Age(now - at)})" : $"{text} ({source})";
    }

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
