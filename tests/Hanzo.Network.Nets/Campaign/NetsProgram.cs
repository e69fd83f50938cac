using System.CommandLine;
using System.CommandLine.Invocation;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Output;
using static System.FormattableString;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>The command line of the campaigns.</summary>
internal sealed class NetsProgram(TextWriter output, TextWriter error)
{
    private const int MaxRounds = 1000;
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(20);

    private readonly Option<int?> _splits = NumberOption.Of(
        "--splits", "N", 1, MaxRounds, "How often five hosts are cut into three and two for 20 s and healed");

    /// <returns>0: all was as it must be; 1: something was not; 2: bad usage.</returns>
    public async Task<int> RunAsync(string[] words)
    {
        var command = new RootCommand("Nodes on hosts and networks made of this machine's network namespaces (root, Linux).")
        {
            _splits,
        };
        command.SetAction(CampaignsAsync);
        var parsed = command.Parse(words);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors) await error.WriteLineAsync(problem.Message);
            return ExitCode.BadUsage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    private async Task<int> CampaignsAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (LabNeeds.Missing is { } missing)
        {
            await error.WriteLineAsync(missing);
            return ExitCode.Failed;
        }

        var isWell = true;
        if (parsed.GetValue(_splits) is { } splits) isWell &= await SplitsAsync(splits, cancellation);
        return isWell ? ExitCode.Ok : ExitCode.Failed;
    }

    private async Task<bool> SplitsAsync(int rounds, CancellationToken cancellation)
    {
        var (broken, healed) = (0, new List<TimeSpan>());
        for (var round = 1; round <= rounds; round++)
        {
            try
            {
                var report = await Split.RunAsync(Cut, cancellation);
                healed.Add(report.Healed);
                if (report.Wrong.Length > 0) broken++;
                await output.WriteLineAsync(Invariant(
                    $"split {round} of {rounds}: one cluster {report.Healed.TotalSeconds:0.0} s after the heal; {report.Runs} runs, ")
                    + Invariant($"{report.Writes} writes acknowledged; wrong: {report.Wrong.Length}"));
                foreach (var wrong in report.Wrong) await output.WriteLineAsync($"  {wrong}");
            }
            catch (TimeoutException e)
            {
                broken++;
                await output.WriteLineAsync(Invariant($"split {round} of {rounds}: BROKEN: {e.Message}"));
            }
        }

        await output.WriteLineAsync(Invariant($"splits: {rounds - broken} of {rounds} as they must be; {Times.Of(healed)}"));
        return broken == 0;
    }
}
