using System.CommandLine;
using Hanzo.Network.Simulation.Replay.Diagrams;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>Which diagram is drawn, as options.</summary>
internal sealed class DiagramArguments
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    private readonly Option<bool> _text = new("--text") { Description = "Print the diagram, also beside --svg." };
    private readonly Option<string?> _svg = new("--svg") { Description = "Write the diagram as a picture.", HelpName = "FILE.svg" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show messages, replicated data and log lines as well." };

    private readonly Option<TimeSpan?> _from = BoundedOption.Duration(
        "--from", TimeSpan.Zero, Longest, "0s", "The diagram begins here.");

    private readonly Option<TimeSpan?> _to = BoundedOption.Duration(
        "--to", TimeSpan.Zero, Longest, "its end", "The diagram ends here.");

    private readonly Option<int?> _lines = BoundedOption.Count(
        "--lines", 1, DiagramOptions.MaxTextRows, DiagramOptions.DefaultRows, "The longest text; what matters least is left out.");

    public void AddTo(Command command)
    {
        command.Add(_text);
        command.Add(_svg);
        command.Add(_verbose);
        command.Add(_from);
        command.Add(_to);
        command.Add(_lines);
    }

    /// <summary>What is wrong with the options together; null: nothing.</summary>
    public string? ProblemOf(ParseResult parsed)
    {
        var (from, to, _, _) = Read(parsed);
        return to > from ? null : $"--to '{Durations.Text(to)}' is not allowed; allowed: after --from {Durations.Text(from)}.";
    }

    public string? SvgFile(ParseResult parsed) => parsed.GetValue(_svg);

    public bool WantsText(ParseResult parsed) => parsed.GetValue(_text) || parsed.GetValue(_svg) is null;

    public DiagramOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_from) ?? TimeSpan.Zero,
        parsed.GetValue(_to) ?? Longest,
        parsed.GetValue(_verbose),
        parsed.GetValue(_lines) ?? DiagramOptions.DefaultRows);
}
