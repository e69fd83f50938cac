using Akka.Embedded.Runtime;

namespace Akka.DistributedData;

/// <summary>Name of an entry of the replicator.</summary>
public interface IKey : IReplicatedDataSerialization
{
    string Id { get; }
}

public interface IKey<out T> : IKey
    where T : IReplicatedData;

/// <summary>Keys are equal when their ids are, whatever the type of their data.</summary>
public abstract class Key<T> : IKey<T>
    where T : IReplicatedData
{
    protected Key(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        Id = id;
    }

    public string Id { get; }

    public static implicit operator string(Key<T> key) => key.Id;

    public bool Equals(IKey? key) => key is not null && key.Id == Id;

    public sealed override bool Equals(object? obj) => obj is IKey key && Equals(key);

    public override int GetHashCode() => StableHash.Of(Id);

    public override string ToString() => Id;
}
