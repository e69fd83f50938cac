namespace Hanzo.Network.Models;

/// <summary>A model that a node has by itself, as it tells others.</summary>
/// <param name="Server">The name of its source.</param>
/// <param name="Model">Its id there.</param>
public sealed record ServedModel(string Server, string Model)
{
    /// <summary>Models that one node tells of.</summary>
    public const int MaxTold = 32;

    /// <summary>Of replies; null: not measured yet.</summary>
    public double? TokensPerSecond { get; init; }
}
