using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>One node: what nearly every element of a set has.</summary>
public sealed class SingleVersionVector(UniqueAddress node, long version) : VersionVector
{
    private readonly UniqueAddress _node = node;
    private readonly long _version = version;

    public override bool IsEmpty => false;

    public override int Count => 1;

    public override long VersionAt(UniqueAddress node) => NodeOrder.Order(node, _node) == 0 ? _version : 0;

    internal override VersionVector With(UniqueAddress node, long version) => NodeOrder.Order(_node, node) switch
    {
        0 => new SingleVersionVector(_node, version),
        < 0 => new MultiVersionVector([_node, node], [_version, version]),
        _ => new MultiVersionVector([node, _node], [version, _version]),
    };

    internal override UniqueAddress NodeAt(int index) => _node;

    internal override long Version(int index) => _version;
}
