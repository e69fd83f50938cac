namespace Hanzo.Network.Models;

/// <summary>A model that a node serves to the network.</summary>
/// <param name="Node">Id of the node.</param>
/// <param name="Server">Name of the server there.</param>
/// <param name="Model">Its id at the server.</param>
public sealed record NetworkModel(string Node, string Server, string Model)
{
    /// <summary>Of replies, as measured there; null: not yet.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The node that speaks.</summary>
    public bool IsSelf { get; init; }

    public static NetworkModel Of(string node, ServedModel served, bool isSelf) =>
        new(node, served.Server, served.Model) { TokensPerSecond = served.TokensPerSecond, IsSelf = isSelf };
}
