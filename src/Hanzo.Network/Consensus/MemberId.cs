namespace Hanzo.Network.Consensus;

/// <summary>
/// A member of a consensus group: one node with one disk. A node that has lost its disk must come back under another id, since what it
/// promised before (its votes, its entries) is gone with the disk.
/// </summary>
public readonly record struct MemberId(string Value) : IComparable<MemberId>
{
    public int CompareTo(MemberId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static bool operator <(MemberId left, MemberId right) => left.CompareTo(right) < 0;

    public static bool operator >(MemberId left, MemberId right) => left.CompareTo(right) > 0;

    public static bool operator <=(MemberId left, MemberId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(MemberId left, MemberId right) => left.CompareTo(right) >= 0;
}
