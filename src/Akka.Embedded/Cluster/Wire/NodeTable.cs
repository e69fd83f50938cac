using System.Buffers;
using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Membership;

/// <summary>Numbers the nodes of one message, so that each address is written once.</summary>
internal sealed class NodeTable
{
    private readonly List<UniqueAddress> _nodes = [];
    private readonly SortedDictionary<UniqueAddress, int> _indices = [];

    public void Add(IEnumerable<UniqueAddress> nodes)
    {
        foreach (var node in nodes)
        {
            if (_indices.TryAdd(node, _nodes.Count))
            {
                _nodes.Add(node);
            }
        }
    }

    public void Write(IBufferWriter<byte> output)
    {
        output.WriteVarInt((uint)_nodes.Count);
        foreach (var node in _nodes)
        {
            ClusterWire.Write(node, output);
        }
    }

    public static NodeTable Read(ref WireReader reader)
    {
        var table = new NodeTable();
        for (var left = reader.ReadCount("nodes", GossipWire.MaxNodes); left > 0; left--)
        {
            table._nodes.Add(ClusterWire.ReadNode(ref reader));
        }

        return table;
    }

    public void WriteIndex(UniqueAddress node, IBufferWriter<byte> output) => output.WriteVarInt((uint)_indices[node]);

    public void WriteIndices(IReadOnlyCollection<UniqueAddress> nodes, IBufferWriter<byte> output)
    {
        output.WriteVarInt((uint)nodes.Count);
        foreach (var node in nodes)
        {
            WriteIndex(node, output);
        }
    }

    public UniqueAddress ReadIndex(ref WireReader reader) =>
        _nodes.Count == 0
            ? throw new InvalidDataException("A node is named but none is listed.")
            : _nodes[reader.ReadCount("node number", _nodes.Count - 1)];

    public ImmutableSortedSet<UniqueAddress> ReadIndices(ref WireReader reader, string field)
    {
        var nodes = ImmutableSortedSet.CreateBuilder<UniqueAddress>();
        for (var left = reader.ReadCount(field, GossipWire.MaxNodes); left > 0; left--)
        {
            nodes.Add(ReadIndex(ref reader));
        }

        return nodes.ToImmutable();
    }
}
