using Akka.Cluster;
using Akka.Embedded.Replication;
using Akka.Embedded.Runtime;

namespace Akka.DistributedData;

/// <summary>
/// One value; the last write wins, by timestamp. At equal timestamps the node with the lower uid wins, so a clock must not give one node
/// the same timestamp for two values.
/// </summary>
public sealed class LWWRegister<T> : IReplicatedData<LWWRegister<T>>, IReplicatedDataSerialization, IEquatable<LWWRegister<T>>
{
    /// <summary>
    /// The time in ticks (100 ns), or one more than the current timestamp when that is later. It is that of the actor system whose
    /// actor writes, and outside of actors the process's.
    /// </summary>
    public static readonly Clock<T> DefaultClock = static (timestamp, _) => Math.Max(AmbientRuntime.UtcTicks, timestamp + 1);

    /// <summary>Falls instead of rising, so that the first write wins.</summary>
    public static readonly Clock<T> ReverseClock = static (timestamp, _) => Math.Min(-AmbientRuntime.UtcTicks, timestamp - 1);

    public LWWRegister(UniqueAddress node, T initial)
        : this(node, initial, DefaultClock)
    {
    }

    public LWWRegister(UniqueAddress node, T initial, Clock<T> clock)
        : this(node, initial, clock(0, initial))
    {
    }

    public LWWRegister(UniqueAddress node, T value, long timestamp)
    {
        UpdatedBy = node;
        Value = value;
        Timestamp = timestamp;
    }

    public long Timestamp { get; }

    public T Value { get; }

    public UniqueAddress UpdatedBy { get; }

    /// <param name="clock">Null: <see cref="DefaultClock"/>.</param>
    public LWWRegister<T> WithValue(UniqueAddress node, T value, Clock<T>? clock = null) =>
        new(node, value, (clock ?? DefaultClock)(Timestamp, value));

    public LWWRegister<T> Merge(LWWRegister<T> other)
    {
        if (other.Timestamp != Timestamp)
            return other.Timestamp > Timestamp ? other : this;
        return NodeOrder.Order(other.UpdatedBy, UpdatedBy) < 0 ? other : this;
    }

    public IReplicatedData Merge(IReplicatedData other) => Merge((LWWRegister<T>)other);

    public bool Equals(LWWRegister<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Timestamp == other.Timestamp && UpdatedBy == other.UpdatedBy
            && EqualityComparer<T>.Default.Equals(Value, other.Value));

    public override bool Equals(object? obj) => Equals(obj as LWWRegister<T>);

    public override int GetHashCode() => StableHash.Combine(Timestamp.GetHashCode(), UpdatedBy.GetHashCode());

    public override string ToString() => $"LWWRegister(value={Value}, timestamp={Timestamp}, updatedBy={UpdatedBy})";
}

public sealed class LWWRegisterKey<T>(string id) : Key<LWWRegister<T>>(id);
