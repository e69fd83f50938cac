using System.Diagnostics;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Demo;

namespace Hanzo.Network.Node.Tests.Processes;

[Collection(ProcessCollection.Name)]
public sealed class DemoTests
{
    /// <summary>Until all is shown.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_demo_shows_who_ran_what_on_which_node_and_why_and_ends_within_a_minute()
    {
        var start = Stopwatch.GetTimestamp();
        await using var demo = HanzoProcess.Start("demo", "--exit", "--json");
        var code = await demo.ExitAsync(Shown);

        code.ShouldBe(0, demo.Transcript);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Shown);
        var shown = JsonSerializer.Deserialize(demo.Transcript, ApiJson.Default.DemoBody)!;
        shown.Nodes.Keys.ShouldBe(["gpu-server", "laptop", "pi"]);
        shown.Runs.Select(run => (run.Agent, run.Node)).ShouldBe(
            [("math", "gpu-server"), ("text", "pi"), ("device", "laptop"), ("painter", "gpu-server"), ("math", "gpu-server")]);
        shown.Runs.ShouldAllBe(run => run.Why.Length > 0);
        shown.Loss.Node.ShouldBe("gpu-server");
        (shown.Stream.BeganOn, shown.Stream.WatchedAt, shown.Stream.Status).ShouldBe(("gpu-server", "pi", "completed"));
        shown.Stream.WentOnAt.ShouldBeOneOf("laptop", "pi");
        // Pieces that come before they are watched are not told again.
        shown.Stream.BeforeKill.Length.ShouldBeGreaterThan(0);
        WordsOf(shown.Stream.Output).ShouldContain(WordsOf(shown.Stream.BeforeKill));
        shown.Stream.Output.ShouldContain("the cook had to find another place for the onions.");
        (shown.Stream.EffectsReused, shown.Stream.EffectsRepeated).ShouldBe((2, 1));
        shown.RunsAfterLoss.Select(run => (run.Agent, run.Node)).ShouldBe([("math", "laptop"), ("painter", null)]);
        shown.RunsAfterLoss[^1].Answer.ShouldContain("laptop: needs at least 16000 MB");
    }

    /// <summary>What kills do to either runtime is for the tests of Hanzo.Network.Kills.</summary>
    [Fact]
    [Trait("Runtime", "embedded")]
    public async Task A_demo_of_chaos_loses_nothing_and_tells_figures_for_each_kill()
    {
        await using var demo = HanzoProcess.Start("demo", "--chaos", "--kills", "1", "--seed", "7", "--json");
        var code = await demo.ExitAsync(TimeSpan.FromSeconds(90));

        code.ShouldBe(0, demo.Transcript);
        var chaos = JsonSerializer.Deserialize(demo.Transcript, ApiJson.Default.DemoChaosBody)!;
        chaos.Lost.ShouldBeEmpty();
        (chaos.Seed, chaos.Kills.Length).ShouldBe((7, 1));
        chaos.Kills.ShouldAllBe(kill => kill.Status == "completed");
    }

    [Theory]
    [InlineData("--kills '0' is not allowed; allowed: 1 to 1000.", "--chaos", "--kills", "0")]
    [InlineData("--kills is only for --chaos.", "--kills", "5")]
    [InlineData("--seed is only for --chaos.", "--exit", "--seed", "5")]
    [InlineData("--exit is not for --chaos.", "--chaos", "--exit")]
    public async Task Options_that_are_out_of_range_or_do_not_go_together_are_refused(string why, params string[] options)
    {
        var (code, transcript) = await HanzoProcess.RunAsync(["demo", .. options]);

        code.ShouldBe(2, transcript);
        transcript.ShouldContain(why);
    }

    [LinuxFact]
    public async Task The_nodes_of_a_demo_that_is_killed_end_too()
    {
        await using var demo = HanzoProcess.Start("demo");
        await demo.LineAsync("three processes of this machine", Shown);
        var children = LinuxProcess.ChildrenOf(demo.Pid);
        children.Count.ShouldBe(3);

        await demo.KillAsync();

        await LinuxProcess.EndOfAsync(children, HanzoProcess.Patience);
        DemoFolder.Sweep(Path.GetTempPath());
    }

    [LinuxFact]
    public async Task Ctrl_c_ends_a_demo_and_its_nodes_in_order()
    {
        await using var demo = HanzoProcess.Start("demo");
        await demo.LineAsync("the live page: http://127.0.0.1:", Shown);
        var children = LinuxProcess.ChildrenOf(demo.Pid);

        await demo.InterruptAsync();

        (await demo.ExitAsync()).ShouldBe(0, demo.Transcript);
        await LinuxProcess.EndOfAsync(children, HanzoProcess.Patience);
    }

    private static string WordsOf(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
