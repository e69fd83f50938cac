namespace Hanzo.Network.Agents;

/// <summary>Light and background work goes to the smallest device that suffices, heavy work to the fastest.</summary>
public enum Workload
{
    Light,
    Heavy,
    Background,
}
