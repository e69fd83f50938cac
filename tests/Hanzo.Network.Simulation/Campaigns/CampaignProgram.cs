using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>The command line of campaigns, replays and the workers of both.</summary>
internal sealed class CampaignProgram
{
    private readonly CampaignArguments _campaign = new();
    private readonly Option<bool> _worker = new("--worker") { Hidden = true };
    private readonly Option<bool> _json = new("--json") { Description = "Report in lines of JSON." };

    private readonly Option<string?> _variant = new("--variant")
    {
        Description = $"What is simulated: {string.Join(", ", Variants.ByName.Keys)}; {Variants.Real} unless given.",
        HelpName = "NAME",
    };

    private readonly ReplayCommand _replay;
    private readonly TimeProvider _time;
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    public CampaignProgram(TimeProvider time, TextWriter output, TextWriter error)
    {
        (_time, _output, _error) = (time, output, error);
        _replay = new ReplayCommand(output, error);
        _variant.AcceptOnlyFromAmong([.. Variants.ByName.Keys]);
    }

    public async Task<int> RunAsync(string[] words)
    {
        var parsed = Command().Parse(words);
        var invocation = new InvocationConfiguration { Output = _output, Error = _error, EnableDefaultExceptionHandler = false };
        if (parsed.Action is not ParseErrorAction) return await parsed.InvokeAsync(invocation);
        foreach (var problem in parsed.Errors) await _error.WriteLineAsync(problem.Message);
        return SimulateProgram.BadUsage;
    }

    private RootCommand Command()
    {
        const string About = "Simulates networks with faults from seeds, many or one, and judges them.";
        var command = new RootCommand(About) { _worker, _json, _variant };
        _campaign.AddTo(command);
        _replay.AddTo(command);
        command.SetAction(parsed => parsed.GetValue(_worker) ? Task.FromResult(Work(parsed)) : StartAsync(parsed));
        return command;
    }

    private async Task<int> StartAsync(ParseResult parsed)
    {
        if ((_campaign.ProblemOf(parsed) ?? _replay.Network.ProblemOf(parsed)) is { } problem)
        {
            await _error.WriteLineAsync(problem);
            return SimulateProgram.BadUsage;
        }

        if (_campaign.ReplayedSeed(parsed) is { } seed)
            return _replay.Run(parsed, Program(parsed), Simulation(parsed), seed, parsed.GetValue(_json));
        using var interrupted = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            context =>
            {
                context.Cancel = true;
                interrupted.Cancel();
            });
        var options = _campaign.Read(parsed, Program(parsed), _replay.Network, parsed.GetValue(_json));
        string[] arguments = ["--worker", "--variant", Variant(parsed), .. NetworkOptions.Write(options.Network)];
        return _campaign.ComparesProcesses(parsed)
            ? await CompareAsync(options, () => Worker.Start(arguments), interrupted.Token)
            : await RunAsync(options, () => Worker.Start(arguments), interrupted.Token);
    }

    private async Task<int> RunAsync(CampaignOptions options, Func<Worker> start, CancellationToken stop)
    {
        var screen = new CampaignScreen(options, _output, _error);
        var (tally, elapsed) = await new Campaign(options, start, _time).RunAsync(screen.Show, stop);
        return screen.Conclude(tally, elapsed);
    }

    private async Task<int> CompareAsync(CampaignOptions options, Func<Worker> start, CancellationToken stop)
    {
        var report = await new DeterminismCheck(options, start, _time).RunAsync(
            done => _error.WriteLine($"{done} of {options.Seeds} seeds in both processes"), stop);
        foreach (var line in report.Lines()) await _output.WriteLineAsync(line);
        return report.Differing.IsEmpty ? SimulateProgram.Holds : SimulateProgram.Broken;
    }

    /// <summary>An interrupt from a terminal goes to all processes; a worker leaves it to the campaign and ends with its input.</summary>
    private int Work(ParseResult parsed)
    {
        using var signal = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, context => context.Cancel = true);
        var answers = _output;
        // What the application prints does not mix with the answers.
        Console.SetOut(Console.Error);
        new WorkerProgram(Simulation(parsed), _replay.Network.Read(parsed, 0), _time, Console.In, answers).Run();
        return SimulateProgram.Holds;
    }

    private string Variant(ParseResult parsed) => parsed.GetValue(_variant) ?? Variants.Real;

    private string Program(ParseResult parsed) =>
        parsed.GetValue(_variant) is { } variant ? $"{ReplayLine.Campaign} --variant {variant}" : ReplayLine.Campaign;

    private Func<SimulationOptions, SimulationResult> Simulation(ParseResult parsed) => Variants.ByName[Variant(parsed)];
}
