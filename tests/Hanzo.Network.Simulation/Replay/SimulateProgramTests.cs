using System.CommandLine;
using System.Text.Json;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Replay;
using static Hanzo.Network.Simulation.Tests.Replay.Recorded;

namespace Hanzo.Network.Simulation.Tests.Replay;

public sealed class SimulateProgramTests : IDisposable
{
    private readonly Option<bool> _json = new("--json") { Recursive = true };
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private SimulationOptions? _simulated;
    private Verdict[] _verdicts = [];
    private Exception? _problem;

    [Theory]
    [InlineData("--seed '-1' is not allowed; allowed: 0 to 18446744073709551615.", "--seed", "-1")]
    [InlineData("--nodes '21' is not allowed; allowed: 1 to 20.", "--seed", "1", "--nodes", "21")]
    [InlineData("--length '9s' is not allowed; allowed: 10s to 1d", "--seed", "1", "--length", "9s")]
    [InlineData("--environment 'moon' is not allowed; allowed: home, one-machine, rack, wide.", "--seed", "1", "--environment", "moon")]
    [InlineData("--faults is not allowed: Fault 1, \"5s quake\"", "--seed", "1", "--faults", "5s quake")]
    [InlineData("--lines '0' is not allowed; allowed: 1 to 1000000.", "--seed", "1", "--lines", "0")]
    [InlineData("Option '--seed' is required.")]
    public void A_bad_value_is_named_with_what_is_allowed(string message, params string[] words) =>
        Parse(words).Errors.Select(error => error.Message).ShouldContain(text => text.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("its node must be n0 to n2", "--nodes", "3", "--faults", "1s crash n4 for 2s")]
    [InlineData("--to '5s' is not allowed; allowed: after --from 5s.", "--from", "5s", "--to", "5s")]
    [InlineData("--svg '/no/such/folder/a.svg' is not allowed", "--svg", "/no/such/folder/a.svg")]
    public void Values_that_do_not_fit_each_other_or_the_machine_are_bad_usage(string message, params string[] words)
    {
        Run(["--seed", "1", .. words]).ShouldBe(2);

        _error.ToString().ShouldContain(message);
    }

    [Fact]
    public void What_is_asked_is_simulated()
    {
        Run("--seed", "18446744073709551615", "--nodes", "7", "--length", "90s", "--environment", "rack", "--faults", "").ShouldBe(0);

        _simulated.ShouldBe(new SimulationOptions(ulong.MaxValue)
        {
            Nodes = 7, Length = At(90), Environment = SimulatedEnvironment.Rack, Plan = FaultPlan.None, Records = true,
        });
    }

    [Fact]
    public void A_broken_property_is_exit_1_and_shows_the_command_that_replays()
    {
        _verdicts = [Broken];

        Run("--seed", "17", "--nodes", "3", "--length", "10s", "--faults", "1s crash n1 for 2s").ShouldBe(1);

        var text = _output.ToString();
        text.ShouldContain("seed 17: 3 nodes, 10s in home, 0 faults");
        text.ShouldContain("✗ one owner per slot  broken at 00:06.000");
        text.ShouldContain("hash 0000000000001234, 99 steps");
        text.ShouldContain("replay: hanzo simulate --seed 17 --nodes 3 --length 10s --faults \"1s crash n1 for 2s\"");
    }

    [Fact]
    public void A_simulation_that_does_not_get_to_its_end_is_a_failure_with_its_reason()
    {
        _problem = new InvalidOperationException("a continuation on a foreign thread");

        Run("--seed", "17").ShouldBe(1);

        _output.ToString().ShouldContain("did not get to its end: System.InvalidOperationException: a continuation on a foreign thread");
    }

    [Fact]
    public void With_json_one_line_holds_everything()
    {
        _verdicts = [Broken];

        Run("--seed", "17", "--json").ShouldBe(1);

        var report = JsonSerializer.Deserialize(_output.ToString(), SeedReportJson.Default.SeedReport)!;
        (report.Seed, report.Hash, report.Holds).ShouldBe((17ul, "0000000000001234", false));
        report.Verdicts.ShouldHaveSingleItem().Why.ShouldBe(Broken.Why);
        _simulated!.Records.ShouldBeFalse();
    }

    [Fact]
    public void The_picture_is_a_file_and_the_text_comes_beside_it_only_when_asked()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("hanzo-simulate-").FullName, "a.svg");

        Run("--seed", "17", "--svg", file).ShouldBe(0);

        File.ReadAllText(file).ShouldContain("<svg");
        _output.ToString().ShouldNotContain("time  ");
        Run("--seed", "17", "--svg", file, "--text").ShouldBe(0);
        _output.ToString().ShouldContain("time  ");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private ParseResult Parse(params string[] words)
    {
        var root = new RootCommand { SimulateProgram.CreateCommand(Simulate, _json, _output, _error) };
        root.Add(_json);
        return root.Parse(["simulate", .. words]);
    }

    private int Run(params string[] words) => Parse(words).Invoke();

    private SimulationResult Simulate(SimulationOptions options)
    {
        _simulated = options;
        return _problem is null ? Result("", [], _verdicts) : throw _problem;
    }
}
