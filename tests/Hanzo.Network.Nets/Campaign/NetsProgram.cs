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
    private const int MaxCrowd = 50;
    private const int DefaultCut = 8;
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(20);

    private readonly Option<int?> _splits = NumberOption.Of(
        "--splits", "N", 1, MaxRounds, "How often five hosts are cut into three and two for 20 s and healed");

    private readonly Option<int?> _leaderSplits = NumberOption.Of(
        "--leader-splits", "N", 1, MaxRounds, "How often the leader of five hosts' group and one more are cut off from three");

    private readonly Option<int?> _oneWay = NumberOption.Of(
        "--one-way", "N", 1, MaxRounds, "How often that leader is heard and hears nobody, and as often the other way round");

    private readonly Option<int?> _cut = NumberOption.Of(
        "--cut", "SECONDS", 1, 300, "How long leaders lose the others at a time", DefaultCut);

    private readonly Option<bool> _keep = new("--keep")
    {
        Description = "Keep what the nodes wrote while leaders lost the others, although nothing is wrong.",
    };

    private readonly Option<int?> _formations = NumberOption.Of(
        "--formations", "N", 1, MaxRounds, "How often three nodes start at once");

    private readonly Option<int?> _joins = NumberOption.Of(
        "--joins", "N", 1, MaxRounds, "How often one more node comes to three that run");

    private readonly Option<int?> _crowd = NumberOption.Of(
        "--crowd", "N", 2, MaxCrowd, "How many nodes of one machine start at once");

    /// <returns>0: all was as it must be; 1: something was not; 2: bad usage.</returns>
    public async Task<int> RunAsync(string[] words)
    {
        var command = new RootCommand("Nodes on hosts and networks made of this machine's network namespaces (root, Linux).")
        {
            _splits, _leaderSplits, _oneWay, _formations, _joins, _crowd, _cut, _keep,
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
        if (parsed.GetValue(_formations) is { } formations) isWell &= await FormationsAsync(formations, cancellation);
        if (parsed.GetValue(_joins) is { } joins) await JoinsAsync(joins);
        if (parsed.GetValue(_crowd) is { } crowd) isWell &= await CrowdAsync(crowd);
        if (parsed.GetValue(_splits) is { } splits) isWell &= await SplitsAsync(splits, cancellation);
        LeaderFault[] faults =
        [
            .. Enumerable.Repeat(LeaderFault.Minority, parsed.GetValue(_leaderSplits) ?? 0),
            .. Enumerable.Repeat(new[] { LeaderFault.Deaf, LeaderFault.Mute }, parsed.GetValue(_oneWay) ?? 0).SelectMany(both => both),
        ];
        if (faults.Length > 0)
        {
            var cut = TimeSpan.FromSeconds(parsed.GetValue(_cut) ?? DefaultCut);
            isWell &= await LeaderFaultsAsync(faults, cut, parsed.GetValue(_keep), cancellation);
        }

        return isWell ? ExitCode.Ok : ExitCode.Failed;
    }

    private async Task<bool> FormationsAsync(int rounds, CancellationToken cancellation)
    {
        var (broken, times) = (0, new List<TimeSpan>());
        await using var formation = await Formation.CreateAsync();
        for (var round = 1; round <= rounds && !cancellation.IsCancellationRequested; round++)
        {
            var report = await formation.ThreeAtOnceAsync();
            times.Add(report.Took);
            if (report.Signs.Length > 0) broken++;
            if (report.Signs.Length > 0) await output.WriteLineAsync(Invariant($"formation {round} of {rounds}: {report}"));
        }

        await output.WriteLineAsync(Invariant(
            $"three nodes at once: one cluster {times.Count - broken} of {times.Count} times; {Times.Of(times)}"));
        return broken == 0;
    }

    private async Task JoinsAsync(int rounds)
    {
        await using var formation = await Formation.CreateAsync();
        await output.WriteLineAsync($"one more to three that run: {Times.Of((await formation.JoinsAsync(rounds)).Joined)}");
    }

    private async Task<bool> CrowdAsync(int count)
    {
        await using var formation = await Formation.CreateAsync();
        var report = await formation.CrowdAsync(count);
        await output.WriteLineAsync(Invariant(
            $"{count} nodes of one machine: {report.Took.TotalSeconds:0.00} s after the last listens each has seen all others; {report}"));
        return report.Signs.IsEmpty;
    }

    private async Task<bool> LeaderFaultsAsync(LeaderFault[] faults, TimeSpan cut, bool keepsLogs, CancellationToken cancellation)
    {
        await using var campaign = await LeaderCampaign.StartAsync();
        var number = 0;
        try
        {
            foreach (var fault in faults)
            {
                number++;
                var round = await campaign.RoundAsync(fault, cut, cancellation);
                await output.WriteLineAsync(Invariant($"fault {number} of {faults.Length}: {round}"));
            }
        }
        catch (TimeoutException e)
        {
            await output.WriteLineAsync(Invariant($"fault {number} of {faults.Length}: BROKEN: {e.Message}"));
            return false;
        }

        var report = await campaign.JudgeAsync(keepsLogs, cancellation);
        await output.WriteLineAsync($"leaders: {report}");
        return report.Wrong.IsEmpty;
    }

    private async Task<bool> SplitsAsync(int rounds, CancellationToken cancellation)
    {
        var (broken, healed) = (0, new List<TimeSpan>());
        for (var round = 1; round <= rounds; round++)
        {
            try
            {
                var report = await Split.RunAsync(Cut, times: 1, cancellation);
                healed.AddRange(report.Healed);
                if (report.Wrong.Length > 0) broken++;
                await output.WriteLineAsync(Invariant(
                    $"split {round} of {rounds}: one cluster {report.Healed.Max().TotalSeconds:0.0} s after the heal; {report}"));
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
