namespace Hanzo.Network.Simulation.Storage;

/// <summary>Ways to build the store wrongly, to see that the checkers notice.</summary>
internal sealed record EventStoreFlaws
{
    public static readonly EventStoreFlaws None = new();

    /// <summary>Answers once the event is written, without waiting for the sync.</summary>
    public bool AcknowledgesBeforeSync { get; init; }

    /// <summary>A stale writer's events take the place of the ones that are there.</summary>
    public bool FencesNobody { get; init; }
}
