using System.Globalization;
using System.Diagnostics;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Cluster.Hosting;

namespace Hanzo.Network.Benchmarks.Running;

/// <summary>Rows on both runtimes alternately, every run in a process of its own.</summary>
internal sealed class ComparedRun(Arguments arguments)
{
    private static readonly TimeSpan LongestRow = TimeSpan.FromMinutes(15);
    private readonly Comparison _comparison = new();
    private readonly List<string> _failures = [];

    public async Task<int> RunAsync()
    {
        var rows = RowCatalog.Select(arguments.Rows);
        var embedded = await BuildAsync(RuntimeName.Embedded);
        var nuget = await BuildAsync(RuntimeName.NuGet);
        if (embedded is null) return 1;
        Console.WriteLine($"{arguments.Rounds} rounds of {arguments.Seconds} s per figure; load average {LoadAverage()}");
        foreach (var row in rows)
        {
            for (var round = 0; round < arguments.Rounds; round++)
            {
                await RunAsync(row, RuntimeName.Embedded, embedded);
                if (nuget is not null) await RunAsync(row, RuntimeName.NuGet, nuget);
            }

            await Console.Error.WriteLineAsync($"{row.Name} done, load average {LoadAverage()}");
        }

        foreach (var line in ComparisonTable.Lines(_comparison)) Console.WriteLine(line);
        foreach (var failure in _failures) Console.WriteLine(failure);
        return _failures.Count == 0 ? 0 : 1;
    }

    private static async Task<string?> BuildAsync(string runtime)
    {
        var (program, output) = await Builds.BuildAsync(runtime);
        if (program is not null) return program;
        Console.WriteLine(Builds.IsUnrestorable(runtime, output)
            ? "Akka.NET's packages cannot be restored here: only goals that need no comparison with it are judged."
            : $"the build for {runtime} failed:\n{output}");
        return null;
    }

    private async Task RunAsync(Row row, string runtime, string program)
    {
        var start = new ProcessStartInfo(Child.DotNet, [program, row.Name, "--json", .. Options()]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(LongestRow);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
                if (FigureLines.Read(line) is { } figure) _comparison.Add(figure, runtime == RuntimeName.Embedded);
            await process.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        if (process.ExitCode != 0) _failures.Add($"{row.Name} failed on {runtime} with exit code {process.ExitCode}; its error is above.");
    }

    // A row that repeats one event does so once per process here: the rounds alternate between the runtimes.
    private string[] Options() => ["--seconds", arguments.Seconds.ToString(CultureInfo.InvariantCulture), "--rounds", "1"];

    private static string LoadAverage() => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
