using System.Buffers;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Membership;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>
/// Collects the body of one value. Nodes and kinds of payload are numbered in it; their tables are written before it.
/// </summary>
internal sealed class DataWriter
{
    public const byte Version = 1;
    private readonly Dictionary<UniqueAddress, int> _nodeNumbers = [];
    private readonly List<UniqueAddress> _nodes = [];
    private readonly List<(int Serializer, string Manifest)> _kinds = [];
    private readonly ArrayBufferWriter<byte> _body = new();

    public IBufferWriter<byte> Body => _body;

    public void WriteCount(int count) => Body.WriteVarInt((uint)count);

    public void WriteNode(UniqueAddress node)
    {
        if (!_nodeNumbers.TryGetValue(node, out var number))
        {
            _nodeNumbers.Add(node, number = _nodes.Count);
            _nodes.Add(node);
        }
        WriteCount(number);
    }

    public void Write(VersionVector vector)
    {
        WriteCount(vector.Count);
        for (var i = 0; i < vector.Count; i++)
        {
            WriteNode(vector.NodeAt(i));
            Body.WriteVarInt((ulong)vector.Version(i));
        }
    }

    public void WriteKind(int serializer, string manifest)
    {
        var number = _kinds.IndexOf((serializer, manifest));
        if (number < 0)
        {
            number = _kinds.Count;
            _kinds.Add((serializer, manifest));
        }
        WriteCount(number);
    }

    public byte[] ToArray()
    {
        var whole = new ArrayBufferWriter<byte>(_body.WrittenCount + 64);
        CopyTo(whole);
        return whole.WrittenSpan.ToArray();
    }

    public void CopyTo(IBufferWriter<byte> output)
    {
        output.WriteByte(Version);
        output.WriteVarInt((uint)_nodes.Count);
        foreach (var node in _nodes)
            ClusterWire.Write(node, output);
        output.WriteVarInt((uint)_kinds.Count);
        foreach (var (serializer, manifest) in _kinds)
        {
            output.WriteInt32(serializer);
            output.WriteString(manifest);
        }
        output.Write(_body.WrittenSpan);
    }
}
