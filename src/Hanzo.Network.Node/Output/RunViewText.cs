using System.Collections.Immutable;
using System.Globalization;

namespace Hanzo.Network.Node.Output;

/// <summary>A watched run as lines of a terminal.</summary>
internal static class RunViewText
{
    private const int TitleWidth = 6;

    /// <summary>Mark, title, time and what is between them.</summary>
    private const int Overhead = 20;

    private const int LeastDetail = 20;

    /// <summary>Times below are not worth telling.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromMilliseconds(1);

    /// <param name="width">Columns.</param>
    /// <param name="height">Lines at most, 2 or more; the last steps are kept.</param>
    public static ImmutableArray<(StepMark Mark, string Text)> Lines(RunView view, DateTimeOffset now, int width, int height)
    {
        var lines = view.Steps.SelectMany(step => LinesOf(step, now, Math.Max(width - Overhead, LeastDetail))).ToList();
        if (lines.Count <= height) return [.. lines];
        var left = lines.Count - height + 1;
        return [(StepMark.Done, $"… {left} lines before"), .. lines.Skip(left)];
    }

    private static IEnumerable<(StepMark Mark, string Text)> LinesOf(RunStep step, DateTimeOffset now, int most)
    {
        var took = (step.Ended ?? now) - step.Begun;
        var time = took >= Told ? string.Create(CultureInfo.InvariantCulture, $"  {took.TotalSeconds:0.0##} s") : "";
        var detail = step.Progress is { } progress ? $"{step.Detail} > {progress}" : step.Detail;
        // The end of a reply under way is what is new.
        yield return (step.Mark, $"{step.Title.PadRight(TitleWidth)} {Fit(detail, most, keepsEnd: step.Ended is null)}{time}");
        if (step.Hint is { } hint) yield return (StepMark.Waits, $"{"".PadRight(TitleWidth)} {Clean(hint)}");
    }

    private static string Fit(string text, int most, bool keepsEnd)
    {
        var clean = Clean(text);
        if (clean.Length <= most) return clean;
        return keepsEnd ? $"…{clean[^(most - 1)..]}" : $"{clean[..(most - 1)]}…";
    }

    /// <summary>One line, and nothing in it that a terminal would obey.</summary>
    private static string Clean(string text) =>
        string.Join(' ', TerminalText.Visible(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
