using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Campaigns over real processes of this program.</summary>
public sealed partial class CampaignProcessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task The_printed_command_gives_the_same_hash_and_verdict_in_a_process_of_its_own()
    {
        var campaign = await RunAsync("--seeds", "40", "--variant", "toy", "--shrink", "--nodes", "4", "--length", "5m");
        campaign.Exit.ShouldBe(1);
        var failure = Failure().Matches(campaign.Output).First(found => found.Value.Contains("--faults", StringComparison.Ordinal));

        var replay = await RunAsync([.. Words(failure.Groups["command"].Value), "--json"]);

        replay.Exit.ShouldBe(1);
        var report = JsonSerializer.Deserialize(replay.Output, SeedReportJson.Default.SeedReport)!;
        report.Hash.ShouldBe(failure.Groups["hash"].Value);
        var broken = report.Verdicts.ShouldHaveSingleItem();
        (broken.Holds, broken.Why).ShouldBe((false, "n1 crashed"));
        report.Faults.ShouldBe(1);
    }

    [Fact]
    public async Task The_printed_command_replays_a_real_network()
    {
        string[] network = ["--variant", Variants.Impossible, "--nodes", "3", "--length", "10s"];
        var campaign = await RunAsync(["--seeds", "1", "--first-seed", "5", .. network]);
        campaign.Exit.ShouldBe(1);
        var failure = Failure().Match(campaign.Output);

        var replay = await RunAsync([.. Words(failure.Groups["command"].Value), "--text", "--lines", "20"]);

        replay.Exit.ShouldBe(1);
        replay.Output.ShouldContain($"hash {failure.Groups["hash"].Value}, ");
        var verdict = campaign.Output.Split('\n').First(line => line.StartsWith("✗ nothing happens", StringComparison.Ordinal));
        verdict.ShouldContain("there were ");
        replay.Output.Split('\n').ShouldContain(verdict);
    }

    [Fact]
    public async Task A_real_network_has_the_same_hash_in_two_processes()
    {
        var report = await new DeterminismCheck(Options(seeds: 2, first: 7), Start(Variants.Real), TimeProvider.System)
            .RunAsync(_ => { }, CancellationToken.None);

        string.Join('\n', report.Lines()).ShouldContain("2 equal, 0 differ");
    }

    [Fact]
    public async Task A_process_that_crashes_is_the_failure_of_its_seed_and_the_campaign_goes_on()
    {
        var (tally, _) = await CampaignAsync("toy-crashes");

        tally.Seeds.ShouldBe(20);
        var failure = tally.Failures.ShouldHaveSingleItem();
        failure.Seed.ShouldBe(ToyNetwork.BadSeed);
        failure.Error.ShouldNotBeNull().ShouldContain("ended (exit 77)");
        failure.Replay.ShouldBe("toy-crashes --seed 13 --nodes 5 --length 10s --faults \"\"");
    }

    [Fact]
    public async Task A_process_that_hangs_is_killed_as_the_failure_of_its_seed_and_the_campaign_goes_on()
    {
        var (tally, _) = await CampaignAsync("toy-hangs");

        tally.Seeds.ShouldBe(20);
        tally.Failures.ShouldHaveSingleItem().Error.ShouldNotBeNull().ShouldContain("said nothing for");
    }

    [Fact]
    public async Task Processes_that_differ_are_found_with_the_first_step_in_which_they_do()
    {
        var report = await new DeterminismCheck(Options(seeds: 20, first: 1), Start("toy-differs"), TimeProvider.System)
            .RunAsync(_ => { }, CancellationToken.None);

        report.Differing.ShouldBe([ToyNetwork.BadSeed]);
        var explanation = report.Explanations.ShouldHaveSingleItem();
        explanation.ShouldContain("step 46 at 00:00:04.6000000");
        explanation.ShouldContain("first recorded difference: 'trace 00:00:04.6000000 n4 Run: run 46");
    }

    [Fact]
    public async Task Real_time_ends_a_campaign_without_a_number_of_seeds()
    {
        var campaign = await RunAsync("--minutes", "0.02", "--variant", "toy", "--faults", "", "--json");

        campaign.Exit.ShouldBe(0);
        var summary = JsonDocument.Parse(campaign.Output.TrimEnd().Split('\n')[^1]).RootElement;
        summary.GetProperty("seeds").GetInt64().ShouldBeGreaterThan(0);
        summary.GetProperty("failed").GetInt64().ShouldBe(0);
    }

    [Theory]
    [InlineData("say one of:")]
    [InlineData("say one of:", "--seeds", "3", "--seed", "3")]
    [InlineData("--workers '0' is not allowed; allowed: 1 to 256.", "--seeds", "1", "--workers", "0")]
    [InlineData("its node must be n0 to n4", "--seeds", "1", "--faults", "1s crash n7 for 1s")]
    public async Task A_command_line_that_says_nothing_clear_is_exit_2(string message, params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        (await new CampaignProgram(TimeProvider.System, output, error).RunAsync(words)).ShouldBe(2);

        error.ToString().ShouldContain(message);
    }

    private static CampaignOptions Options(int seeds, ulong first)
    {
        var network = new SimulationOptions(0) { Length = TimeSpan.FromSeconds(10), Plan = FaultPlan.None };
        return new CampaignOptions("toy-crashes", network, seeds, RealTime: null, first, Workers: 2, Shrinks: false, Json: false);
    }

    private static Func<Worker> Start(string variant) => () =>
        Worker.Start(["--worker", "--variant", variant, .. NetworkOptions.Write(Options(0, 0).Network)]);

    private static Task<(CampaignTally Tally, TimeSpan Elapsed)> CampaignAsync(string variant) =>
        new Campaign(Options(seeds: 20, first: 1) with { Patience = TimeSpan.FromSeconds(10) }, Start(variant), TimeProvider.System)
            .RunAsync((_, _, _) => { }, CancellationToken.None);

    private static async Task<(int Exit, string Output)> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(CampaignProcessTests).Assembly.Location);
        foreach (var word in words) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Bound);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>As a shell takes them apart, after the name of the program.</summary>
    private static IEnumerable<string> Words(string command) =>
        Word().Matches(command[ReplayLine.Campaign.Length..]).Select(word => word.Value.Trim('"'));

    [GeneratedRegex("""hash (?<hash>\w{16}),.*\n(fewest faults.*\n)?replay: (?<command>.*)""")]
    private static partial Regex Failure();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();
}
