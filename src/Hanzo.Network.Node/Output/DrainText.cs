using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Text;

namespace Hanzo.Network.Node.Output;

/// <summary>The draining of a node in words.</summary>
internal static class DrainText
{
    public static string Of(DrainBody step)
    {
        var kept = step.SlotsKept > 0 ? $"; {Counted.Of(step.SlotsKept, "slot")} cannot move: their history is on this node only" : "";
        return $"{step.Phase}: {Runs(step)}, {Counted.Of(step.SlotsToMove, "slot")} to move{kept}";
    }

    /// <summary>Once the node has left.</summary>
    public static string TimedOut(string node, DrainBody last)
    {
        if (last is { ActiveRuns: 0, QueuedRuns: 0 })
            return $"time was up and node {node} has left, with {Counted.Of(last.SlotsToMove, "slot")} still to move; no run was cut.";
        var cut = last.SlotsKept > 0
            ? "those in slots whose history was there only are cut, others go on elsewhere."
            : "they go on elsewhere, where their history is, too.";
        return $"time was up and node {node} has left, with {Runs(last)}; {cut}";
    }

    private static string Runs(DrainBody step) =>
        string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(step.ActiveRuns, "run")} under way and {step.QueuedRuns} waiting");
}
