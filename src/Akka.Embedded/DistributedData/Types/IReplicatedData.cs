namespace Akka.DistributedData;

/// <summary>
/// State that replicas may change apart and merge later, in any order and any number of times, with the same outcome: merging is
/// commutative, associative and idempotent. Immutable.
/// </summary>
public interface IReplicatedData
{
    IReplicatedData Merge(IReplicatedData other);
}

public interface IReplicatedData<T> : IReplicatedData
    where T : IReplicatedData
{
    T Merge(T other);
}
