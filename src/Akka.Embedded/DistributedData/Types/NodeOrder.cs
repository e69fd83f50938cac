using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Membership;

namespace Akka.Embedded.Replication;

/// <summary>By uid, then address: uids nearly always differ, so addresses are seldom looked at.</summary>
internal sealed class NodeOrder : IComparer<UniqueAddress>
{
    public static readonly NodeOrder Instance = new();

    public int Compare(UniqueAddress? x, UniqueAddress? y) =>
        x is null || y is null ? (x is null ? 0 : 1) - (y is null ? 0 : 1) : Order(x, y);

    public static int Order(UniqueAddress x, UniqueAddress y)
    {
        if (ReferenceEquals(x, y))
            return 0;
        var byUid = x.Uid.CompareTo(y.Uid);
        return byUid != 0 ? byUid : AddressOrder.Instance.Compare(x.Address, y.Address);
    }
}
