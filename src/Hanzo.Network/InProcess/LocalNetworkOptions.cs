namespace Hanzo.Network.InProcess;

/// <summary>The names that a network in one process goes by.</summary>
public sealed record LocalNetworkOptions
{
    public string Network { get; init; } = "default";
    public string NodeId { get; init; } = "local";
}
