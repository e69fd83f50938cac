namespace Hanzo.Network.Conversations;

/// <summary>Where the events of one run are in its session's history.</summary>
/// <param name="Last">0: it has not ended.</param>
public readonly record struct RunSpan(long First, long Last);
