using Akka.DistributedData;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

internal sealed class FlagCodec : Codec<Flag>
{
    public override void Write(Flag value, DataWriter output) => output.Body.WriteByte(value.Enabled ? (byte)1 : (byte)0);

    public override Flag Read(ref WireReader reader, DataTables tables) => reader.ReadByte("flag") switch
    {
        0 => Flag.False,
        1 => Flag.True,
        var other => throw new InvalidDataException($"flag is {other}; allowed: 0 and 1."),
    };
}

internal sealed class VersionVectorCodec : Codec<VersionVector>
{
    public override void Write(VersionVector value, DataWriter output) => output.Write(value);

    public override VersionVector Read(ref WireReader reader, DataTables tables) => tables.ReadVector(ref reader, "versions");
}

internal sealed class GCounterCodec : Codec<GCounter>
{
    public override void Write(GCounter value, DataWriter output)
    {
        output.WriteCount(value.State.Count);
        foreach (var (node, sum) in value.State.OrderBy(entry => entry.Key, NodeOrder.Instance))
        {
            output.WriteNode(node);
            output.Body.WriteVarInt(sum);
        }
    }

    public override GCounter Read(ref WireReader reader, DataTables tables)
    {
        var state = GCounter.Empty.State.ToBuilder();
        for (var left = DataTables.ReadCount(ref reader, "nodes of a counter"); left > 0; left--)
        {
            var node = tables.ReadNode(ref reader);
            if (!state.TryAdd(node, reader.ReadVarInt("sum")))
                throw new InvalidDataException($"{node} is in a counter twice.");
        }
        return new GCounter(state.ToImmutable());
    }
}

internal sealed class PNCounterCodec : Codec<PNCounter>
{
    private readonly GCounterCodec _sums = new();

    public override void Write(PNCounter value, DataWriter output)
    {
        _sums.Write(value.Increments, output);
        _sums.Write(value.Decrements, output);
    }

    public override PNCounter Read(ref WireReader reader, DataTables tables) =>
        new(_sums.Read(ref reader, tables), _sums.Read(ref reader, tables));
}
