namespace Hanzo.Network.Simulation.Work;

/// <summary>How models and tools fare at present; faults change it.</summary>
public sealed class EffectWeather
{
    public TimeSpan ModelDelay { get; set; }

    /// <summary>Of the model calls that fail; above 1 all do.</summary>
    public double ModelFailure { get; set; }

    public TimeSpan ToolDelay { get; set; }

    /// <summary>Of the tool calls that fail; above 1 all do.</summary>
    public double ToolFailure { get; set; }
}
