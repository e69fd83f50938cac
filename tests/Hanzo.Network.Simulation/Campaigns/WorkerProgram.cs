using System.Text.Json;
using Hanzo.Network.Simulation.Replay;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>The inside of a worker: answers one request after the other in one thread, until its input ends.</summary>
internal sealed class WorkerProgram(
    Func<SimulationOptions, SimulationResult> simulate, SimulationOptions network, TimeProvider time, TextReader input, TextWriter output)
{
    public const string TraceWord = "trace ";

    public void Run()
    {
        while (input.ReadLine() is { } line)
        {
            var report = Answer(WorkerRequest.Parse(line));
            output.WriteLine(JsonSerializer.Serialize(report, SeedReportJson.Default.SeedReport));
            output.Flush();
        }
    }

    private SeedReport Answer(WorkerRequest request)
    {
        var options = network with { Seed = request.Seed };
        return request.Task switch
        {
            WorkerTask.Run => Measured(options).Report,
            WorkerTask.Shrink => new SeedShrinker(simulate, time).Shrink(options),
            WorkerTask.Seconds => Measured(options with { OnStep = TellSeconds() }).Report,
            WorkerTask.Steps => TellWindow(options, request),
            _ => throw new InvalidOperationException($"no such task: {request}."),
        };
    }

    private (SeedReport Report, SimulationResult? Result) Measured(SimulationOptions options)
    {
        var (cpu, started) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
        var (report, result) = Simulated(options);
        report = report with
        {
            CpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            RealSeconds = time.GetElapsedTime(started).TotalSeconds,
        };
        return (report, result);
    }

    private (SeedReport Report, SimulationResult? Result) Simulated(SimulationOptions options)
    {
        try
        {
            var result = simulate(options);
            return (SeedReport.Of(result), result);
        }
        catch (Exception broken)
        {
            return (new SeedReport { Seed = options.Seed, Error = broken.ToString() }, null);
        }
    }

    private Action<TracedStep> TellSeconds()
    {
        var told = -1L;
        return step =>
        {
            var second = (long)step.At.TotalSeconds;
            if (second == told) return;
            told = second;
            output.WriteLine(StepLine.Of(step));
        };
    }

    private SeedReport TellWindow(SimulationOptions options, WorkerRequest request)
    {
        var (report, result) = Measured(options with { Records = true, OnStep = Tell });
        foreach (var line in result?.Trace ?? [])
            if (Covers(line.At))
                output.WriteLine($"{TraceWord}{line.At} n{line.Node} {line.Kind}: {line.Text.ReplaceLineEndings(" ")}");
        return report;

        void Tell(TracedStep step)
        {
            if (Covers(step.At)) output.WriteLine(StepLine.Of(step));
        }

        bool Covers(TimeSpan at) => at >= request.From && at <= request.To;
    }
}
