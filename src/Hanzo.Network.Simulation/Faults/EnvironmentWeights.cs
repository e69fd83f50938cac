namespace Hanzo.Network.Simulation.Faults;

/// <summary>How often, against the others in the same environment; 0: never.</summary>
public readonly record struct EnvironmentWeights(int OneMachine, int Home, int Rack, int Wide)
{
    public int In(SimulatedEnvironment environment) => environment switch
    {
        SimulatedEnvironment.OneMachine => OneMachine,
        SimulatedEnvironment.Home => Home,
        SimulatedEnvironment.Rack => Rack,
        SimulatedEnvironment.Wide => Wide,
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, "No such environment."),
    };
}
