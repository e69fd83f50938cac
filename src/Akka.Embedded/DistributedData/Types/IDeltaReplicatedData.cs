namespace Akka.DistributedData;

/// <summary>Data that collects what changed since <see cref="ResetDelta"/>, so that only this need be sent.</summary>
public interface IDeltaReplicatedData : IReplicatedData
{
    /// <summary>Null when nothing changed.</summary>
    IReplicatedDelta? Delta { get; }

    IReplicatedData MergeDelta(IReplicatedDelta delta);

    IReplicatedData ResetDelta();
}

public interface IDeltaReplicatedData<T, TDelta> : IDeltaReplicatedData, IReplicatedData<T>
    where T : IReplicatedData
    where TDelta : IReplicatedDelta
{
    /// <summary>Null when nothing changed.</summary>
    new TDelta? Delta { get; }

    T MergeDelta(TDelta delta);

    new T ResetDelta();
}
