using Akka.Actor;

namespace Akka.DistributedData;

/// <summary>Makes the messages to a replicator with the types of their keys.</summary>
public static class Dsl
{
    public static ReadLocal ReadLocal => Akka.DistributedData.ReadLocal.Instance;

    public static WriteLocal WriteLocal => Akka.DistributedData.WriteLocal.Instance;

    public static GetKeyIds GetKeyIds => GetKeyIds.Instance;

    public static GetReplicaCount GetReplicaCount => GetReplicaCount.Instance;

    /// <summary>Merges <paramref name="value"/> into what there is.</summary>
    /// <param name="consistency">Null: local.</param>
    public static Update Update<T>(IKey<T> key, T value, IWriteConsistency? consistency = null)
        where T : IReplicatedData<T> =>
        new(key, value, consistency ?? WriteLocal, old => ((T)old).Merge(value));

    /// <param name="modify">Gets null where there is no value.</param>
    public static Update Update<T>(IKey<T> key, IWriteConsistency consistency, Func<T?, T> modify)
        where T : IReplicatedData =>
        new(key, consistency, data => modify((T?)data));

    public static Update Update<T>(IKey<T> key, T initial, IWriteConsistency consistency, Func<T, T> modify)
        where T : IReplicatedData =>
        new(key, initial, consistency, data => modify((T)data));

    public static Update Update<T>(IKey<T> key, T initial, IWriteConsistency consistency, object? request, Func<T, T> modify)
        where T : IReplicatedData =>
        new(key, initial, consistency, data => modify((T)data), request);

    /// <param name="consistency">Null: local.</param>
    public static Get Get<T>(IKey<T> key, IReadConsistency? consistency = null, object? request = null)
        where T : IReplicatedData =>
        new(key, consistency ?? ReadLocal, request);

    public static Subscribe Subscribe<T>(IKey<T> key, IActorRef subscriber)
        where T : IReplicatedData =>
        new(key, subscriber);

    public static Unsubscribe Unsubscribe<T>(IKey<T> key, IActorRef subscriber)
        where T : IReplicatedData =>
        new(key, subscriber);
}
