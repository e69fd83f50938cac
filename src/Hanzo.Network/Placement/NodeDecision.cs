namespace Hanzo.Network.Placement;

/// <summary>The node chosen for a new session.</summary>
/// <param name="Node">Null when there is no candidate.</param>
/// <param name="Why">One sentence for people.</param>
public sealed record NodeDecision(string? Node, string Why, PlacementExplanation Explanation);
