namespace Akka.Embedded.Sharding.Coordination;

internal sealed class RegionEntry<TRegion>(TRegion region, string node, bool proxy)
{
    public TRegion Region { get; } = region;

    public string Node { get; } = node;

    public bool Proxy { get; } = proxy;

    public bool Leaving { get; set; }

    /// <summary>Its node was removed, and may still run for the removal margin.</summary>
    public bool Suspect { get; set; }
}
