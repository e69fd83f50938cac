using System.Collections.Immutable;
using Akka.Actor;
using Akka.Embedded.Membership;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>A node of the cluster as last heard of. Equality is by <see cref="UniqueAddress"/> alone; the order is by address.</summary>
public class Member : IComparable<Member>, IComparable
{
    /// <summary>The age of a member that is not Up yet: younger than everyone.</summary>
    internal const int NoUpNumber = int.MaxValue;

    public static readonly IComparer<Address> AddressOrdering = AddressOrder.Instance;

    /// <summary>Oldest first.</summary>
    public static readonly IComparer<Member> AgeOrdering =
        Comparer<Member>.Create((a, b) => a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1);

    internal Member(UniqueAddress uniqueAddress, int upNumber, MemberStatus status, ImmutableHashSet<string> roles, AppVersion appVersion)
    {
        UniqueAddress = uniqueAddress;
        UpNumber = upNumber;
        Status = status;
        Roles = roles;
        AppVersion = appVersion;
    }

    public UniqueAddress UniqueAddress { get; }

    public Address Address => UniqueAddress.Address;

    public MemberStatus Status { get; }

    public ImmutableHashSet<string> Roles { get; }

    public AppVersion AppVersion { get; }

    internal int UpNumber { get; }

    internal static Member Create(UniqueAddress node, ImmutableHashSet<string> roles, AppVersion appVersion) =>
        new(node, NoUpNumber, MemberStatus.Joining, roles, appVersion);

    public bool HasRole(string role) => Roles.Contains(role);

    /// <summary>True if this member became Up before <paramref name="other"/>; by address where both became Up at once.</summary>
    public bool IsOlderThan(Member other) =>
        UpNumber == other.UpNumber ? AddressOrder.Instance.Compare(Address, other.Address) < 0 : UpNumber < other.UpNumber;

    /// <exception cref="InvalidOperationException">A member never goes back from its status to <paramref name="status"/>.</exception>
    public Member Copy(MemberStatus status)
    {
        if (status == Status)
        {
            return this;
        }

        return MemberProgress.Allows(Status, status)
            ? new Member(UniqueAddress, UpNumber, status, Roles, AppVersion)
            : throw new InvalidOperationException($"A member may not go from {Status} to {status} ({this}).");
    }

    /// <summary>This member as Up, with its place in the order of ages.</summary>
    public Member CopyUp(int upNumber) => new Member(UniqueAddress, upNumber, Status, Roles, AppVersion).Copy(MemberStatus.Up);

    public int CompareTo(Member? other) => other is null ? 1 : UniqueAddress.CompareTo(other.UniqueAddress);

    int IComparable.CompareTo(object? obj) => CompareTo(obj as Member);

    public override bool Equals(object? obj) => obj is Member other && UniqueAddress.Equals(other.UniqueAddress);

    public override int GetHashCode() => UniqueAddress.GetHashCode();

    public override string ToString() =>
        $"Member(address = {Address}, Uid={UniqueAddress.Uid} status = {Status}, role=[{RoleText}], upNumber={UpNumber}, "
        + $"version={AppVersion})";

    private string RoleText => string.Join(",", Roles.Order(StringComparer.Ordinal));
}
