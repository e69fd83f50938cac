using System.CommandLine;
using System.Text.Json;
using Hanzo.Network.Simulation.Replay.Diagrams;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>Runs one seed here and shows what happened.</summary>
internal sealed class ReplayCommand(TextWriter output, TextWriter error)
{
    private readonly DiagramArguments _diagram = new();

    public NetworkOptions Network { get; } = new();

    public void AddTo(Command command)
    {
        Network.AddTo(command);
        _diagram.AddTo(command);
    }

    /// <param name="program">What replays the seed.</param>
    public int Run(ParseResult parsed, string program, Func<SimulationOptions, SimulationResult> simulate, ulong seed, bool json)
    {
        if ((Network.ProblemOf(parsed) ?? _diagram.ProblemOf(parsed)) is { } problem)
        {
            error.WriteLine(problem);
            return SimulateProgram.BadUsage;
        }

        var given = Network.Read(parsed, seed);
        var line = ReplayLine.Of(program, given, given.Plan?.ToString());
        SimulationResult result;
        try
        {
            result = simulate(given with { Records = !json || _diagram.SvgFile(parsed) is not null });
        }
        catch (Exception broken)
        {
            return Report(new SeedReport { Seed = seed, Error = broken.ToString(), Replay = line }, json);
        }

        if (_diagram.SvgFile(parsed) is { } file && !TryWriteSvg(result, parsed, file)) return SimulateProgram.BadUsage;
        if (!json) WriteText(result, parsed);
        return Report(SeedReport.Of(result) with { Replay = line }, json);
    }

    private void WriteText(SimulationResult result, ParseResult parsed)
    {
        output.WriteLine(SeedText.Head(result));
        if (!_diagram.WantsText(parsed)) return;
        foreach (var text in TextDiagram.Lines(result, _diagram.Read(parsed))) output.WriteLine(text);
    }

    private int Report(SeedReport report, bool json)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(report, SeedReportJson.Default.SeedReport));
        else foreach (var text in SeedText.Conclusion(report)) output.WriteLine(text);
        output.Flush();
        return report.Holds ? SimulateProgram.Holds : SimulateProgram.Broken;
    }

    private bool TryWriteSvg(SimulationResult result, ParseResult parsed, string file)
    {
        try
        {
            SvgDiagram.Draw(result, _diagram.Read(parsed) with { MaxRows = DiagramOptions.MaxSvgMarks }).Save(file);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"--svg '{file}' is not allowed; allowed: a file that can be written: {problem.Message}");
            return false;
        }
    }
}
