namespace Hanzo.Network.Benchmarks.Messages;

/// <summary>Bound to <see cref="BenchmarkSerializer"/>.</summary>
internal interface IBenchmarkMessage;

/// <summary>Answered with the next one.</summary>
internal sealed record Number(long Value) : IBenchmarkMessage;

/// <summary>A number for an entity, which answers it.</summary>
internal sealed record ForEntity(string Id, long Value) : IBenchmarkMessage;

/// <summary>Asks an entity where it lives.</summary>
internal sealed record Where(string Id) : IBenchmarkMessage;

/// <summary>Where an entity lives.</summary>
/// <param name="Incarnation">Differs between any two instances that the entity ever has.</param>
internal sealed record Whereabouts(string Id, string Node, string Incarnation) : IBenchmarkMessage;
