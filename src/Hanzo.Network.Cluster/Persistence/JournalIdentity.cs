namespace Hanzo.Network.Cluster.Persistence;

/// <summary>Names a store of session history: nodes with the same name read the same history.</summary>
/// <param name="Durability">For <c>status</c>: <c>memory-only</c>, later <c>local-only</c>, <c>shared</c>, <c>replicated</c>.</param>
public sealed record JournalIdentity(string Id, string Durability);
