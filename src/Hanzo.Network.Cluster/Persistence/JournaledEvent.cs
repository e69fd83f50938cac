namespace Hanzo.Network.Cluster.Persistence;

/// <summary>What persistent actors hand to the journal: a versioned manifest and bytes, never a CLR type.</summary>
internal sealed record JournaledEvent(string Manifest, ReadOnlyMemory<byte> Payload, DateTimeOffset At);
