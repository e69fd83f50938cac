namespace Akka.DistributedData;

/// <summary>Off until somebody switches it on; then on for ever.</summary>
public sealed class Flag(bool enabled)
    : IReplicatedData<Flag>, IEquatable<Flag>, IComparable<Flag>, IComparable, IReplicatedDataSerialization
{
    public static readonly Flag False = new(false);
    public static readonly Flag True = new(true);

    public Flag()
        : this(false)
    {
    }

    public bool Enabled { get; } = enabled;

    public static implicit operator bool(Flag flag) => flag.Enabled;

    public Flag SwitchOn() => Enabled ? this : True;

    public Flag Merge(Flag other) => other.Enabled ? other : this;

    IReplicatedData IReplicatedData.Merge(IReplicatedData other) => Merge((Flag)other);

    public bool Equals(Flag? other) => other is not null && other.Enabled == Enabled;

    public override bool Equals(object? obj) => Equals(obj as Flag);

    public override int GetHashCode() => Enabled ? 1 : 0;

    public int CompareTo(Flag? other) => other is null ? 1 : Enabled.CompareTo(other.Enabled);

    public int CompareTo(object? obj) => CompareTo(obj as Flag);

    public override string ToString() => Enabled.ToString();
}

public sealed class FlagKey(string id) : Key<Flag>(id);
