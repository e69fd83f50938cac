using System.CommandLine;
using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>The network that is simulated, as options of every command that simulates one.</summary>
internal sealed class NetworkOptions
{
    private static readonly SimulationOptions Default = new(0);

    private static string Places => string.Join(", ", SimulatedPlaces.ByName.Keys);

    private readonly Option<int?> _nodes = BoundedOption.Count(
        "--nodes", 1, SimulationOptions.MaxNodes, Default.Nodes, "Nodes of the network.");

    private readonly Option<TimeSpan?> _length = BoundedOption.Duration(
        "--length",
        SimulationOptions.Shortest,
        SimulationOptions.Longest,
        Durations.Text(Default.Length),
        "Virtual time with load and faults; the heal comes after it.");

    private readonly Option<SimulatedEnvironment?> _environment = BoundedOption.Create(
        "--environment",
        "PLACE",
        $"Where the network is: {Places}; drawn from the seed unless given.",
        Places,
        text => SimulatedPlaces.ByName.TryGetValue(text, out var place) ? place : (SimulatedEnvironment?)null);

    private readonly Option<FaultPlan?> _faults = new("--faults")
    {
        Description = "The faults instead of the seed's own, as in \"12.5s crash n2 for 8s; 60s partition n0,n3 for 20s\"; \"\": none.",
        HelpName = "TEXT",
        CustomParser = result =>
        {
            try
            {
                return FaultPlan.Parse(result.Tokens[0].Value);
            }
            catch (FormatException error)
            {
                result.AddError($"--faults is not allowed: {error.Message}");
                return null;
            }
        },
    };

    public void AddTo(Command command)
    {
        command.Add(_nodes);
        command.Add(_length);
        command.Add(_environment);
        command.Add(_faults);
    }

    /// <summary>What is wrong with the options together; null: nothing.</summary>
    public string? ProblemOf(ParseResult parsed)
    {
        try
        {
            parsed.GetValue(_faults)?.RequireValid(NodesOf(parsed));
            return null;
        }
        catch (ArgumentException error)
        {
            return $"--faults is not allowed: {error.Message}";
        }
    }

    public SimulationOptions Read(ParseResult parsed, ulong seed) => new(seed)
    {
        Nodes = NodesOf(parsed),
        Length = parsed.GetValue(_length) ?? Default.Length,
        Environment = parsed.GetValue(_environment),
        Plan = parsed.GetValue(_faults),
    };

    /// <summary>The same, written again: for a child process.</summary>
    public static IEnumerable<string> Write(SimulationOptions options)
    {
        string[] network = ["--nodes", $"{options.Nodes}", "--length", Durations.Text(options.Length)];
        string[] environment = options.Environment is { } place ? ["--environment", SimulatedPlaces.NameOf(place)] : [];
        string[] faults = options.Plan is { } plan ? ["--faults", plan.ToString()] : [];
        return [.. network, .. environment, .. faults];
    }

    private int NodesOf(ParseResult parsed) => parsed.GetValue(_nodes) ?? Default.Nodes;
}
