using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

public sealed class MultiVersionVector : VersionVector
{
    private readonly UniqueAddress[] _nodes;
    private readonly long[] _versions;

    /// <param name="nodes">By <see cref="NodeOrder"/>, none twice; shared with other vectors and never changed.</param>
    internal MultiVersionVector(UniqueAddress[] nodes, long[] versions)
    {
        _nodes = nodes;
        _versions = versions;
    }

    public override bool IsEmpty => _nodes.Length == 0;

    public override int Count => _nodes.Length;

    public override long VersionAt(UniqueAddress node)
    {
        var index = Array.BinarySearch(_nodes, node, NodeOrder.Instance);
        return index < 0 ? 0 : _versions[index];
    }

    internal override VersionVector With(UniqueAddress node, long version)
    {
        var index = Array.BinarySearch(_nodes, node, NodeOrder.Instance);
        if (index >= 0)
        {
            var versions = _versions.AsSpan().ToArray();
            versions[index] = version;
            return new MultiVersionVector(_nodes, versions);
        }
        return _nodes.Length == 0
            ? new SingleVersionVector(node, version)
            : new MultiVersionVector(Insert(_nodes, ~index, node), Insert(_versions, ~index, version));
    }

    internal override UniqueAddress NodeAt(int index) => _nodes[index];

    internal override long Version(int index) => _versions[index];

    private static TItem[] Insert<TItem>(TItem[] items, int index, TItem item) => [.. items.AsSpan(0, index), item, .. items.AsSpan(index)];
}
