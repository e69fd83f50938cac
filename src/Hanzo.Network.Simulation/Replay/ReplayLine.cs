namespace Hanzo.Network.Simulation.Replay;

/// <summary>The one command that replays a seed.</summary>
public static class ReplayLine
{
    public const string Hanzo = "hanzo simulate";
    public const string Campaign = "dotnet run -c Release --project tests/Hanzo.Network.Simulation --";

    /// <param name="program">What to start: <see cref="Hanzo"/> or <see cref="Campaign"/>.</param>
    /// <param name="plan">The faults, when they are not those of the seed.</param>
    public static string Of(string program, SimulationOptions options, string? plan = null)
    {
        var environment = options.Environment is { } known ? $" --environment {SimulatedPlaces.NameOf(known)}" : "";
        var faults = plan is null ? "" : $" --faults \"{plan}\"";
        return $"{program} --seed {options.Seed} --nodes {options.Nodes} --length {Durations.Text(options.Length)}{environment}{faults}";
    }
}
