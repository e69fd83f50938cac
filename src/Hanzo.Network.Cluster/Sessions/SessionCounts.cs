namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The runs of a node at one moment.</summary>
/// <param name="Active">Under way.</param>
/// <param name="Queued">Behind others of their sessions.</param>
/// <param name="Accepting">About to be recorded.</param>
internal readonly record struct SessionCounts(int Active, int Queued, int Accepting);
