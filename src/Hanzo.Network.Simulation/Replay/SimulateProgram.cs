using System.CommandLine;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>The command <c>simulate</c>. Its callers find it by name: they are also built where there is no simulation.</summary>
public static class SimulateProgram
{
    public const int Holds = 0;
    public const int Broken = 1;
    public const int BadUsage = 2;

    /// <param name="json">The caller's own option: whether the report is wanted as JSON.</param>
    public static Command CreateCommand(Option<bool> json, TextWriter output, TextWriter error) =>
        CreateCommand(options => new Simulation(options).Run(), json, output, error);

    internal static Command CreateCommand(
        Func<SimulationOptions, SimulationResult> simulate, Option<bool> json, TextWriter output, TextWriter error)
    {
        var seed = BoundedOption.Seed("--seed", "Everything is drawn from it: the same seed, the same steps.");
        seed.Required = true;
        var replay = new ReplayCommand(output, error);
        var command = new Command("simulate", "Simulate a whole network with faults from a seed, and judge it.") { seed };
        replay.AddTo(command);
        command.SetAction(parsed =>
            replay.Run(parsed, ReplayLine.Hanzo, simulate, parsed.GetRequiredValue(seed)!.Value, parsed.GetValue(json)));
        return command;
    }
}
