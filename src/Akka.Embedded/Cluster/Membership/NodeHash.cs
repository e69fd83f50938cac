using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>FNV-1a, mixed with the uid by the finalizer of MurmurHash3: the same on every node and in every process.</summary>
internal static class NodeHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(UniqueAddress node) => Mix(Of(node.Address.ToString()), (uint)node.Uid);

    public static ulong Of(string text)
    {
        var hash = Offset;
        foreach (var c in text)
        {
            hash = (hash ^ c) * Prime;
        }

        return hash;
    }

    /// <summary>Independent of the order of the nodes.</summary>
    public static ulong OfSet(IEnumerable<UniqueAddress> nodes) => nodes.Aggregate(0UL, (all, n) => all + Of(n));

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Prime;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        return hash ^ (hash >> 33);
    }
}
