namespace Akka.DistributedData;

/// <summary>A change. Merged with a later change of the same data it gives one change.</summary>
public interface IReplicatedDelta : IReplicatedData
{
    /// <summary>What the change is merged into where the data is not known yet.</summary>
    IDeltaReplicatedData Zero { get; }
}

/// <summary>
/// A change that may be merged only after all changes that its replica made before it. A replica that misses one needs the full state.
/// </summary>
public interface IRequireCausualDeliveryOfDeltas : IReplicatedDelta;

/// <summary>A change that grows with the number of operations in it.</summary>
public interface IReplicatedDeltaSize
{
    /// <summary>Operations in this change.</summary>
    int DeltaSize { get; }
}
