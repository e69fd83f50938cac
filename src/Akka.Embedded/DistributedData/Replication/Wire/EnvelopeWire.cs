using System.Buffers;
using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>The body of an entry: its value and how far removed nodes are pruned. Digests are of these bytes.</summary>
internal static class EnvelopeWire
{
    private const int MaxPruned = 10_000;
    private const byte Announced = 0;
    private const byte Done = 1;

    public static byte[] WriteBody(DataEnvelope envelope, IDataCodec codec)
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteVarInt((uint)envelope.Pruning.Count);
        foreach (var (removed, state) in envelope.Pruning)
        {
            ClusterWire.Write(removed, output);
            Write(state, output);
        }

        codec.Write(envelope.Data, output);
        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no body; names the field.</exception>
    public static DataEnvelope Read(ReadOnlySpan<byte> body, ReplicaVersions versions, IDataCodec codec)
    {
        var reader = new WireReader(body);
        var pruning = ImmutableSortedDictionary.CreateBuilder<UniqueAddress, PruningState>();
        for (var left = reader.ReadCount("pruned nodes", MaxPruned); left > 0; left--)
        {
            var removed = ClusterWire.ReadNode(ref reader);
            pruning[removed] = ReadPruning(ref reader);
        }

        return new DataEnvelope(codec.Read(ref reader), pruning.ToImmutable(), versions);
    }

    private static void Write(PruningState state, IBufferWriter<byte> output)
    {
        switch (state)
        {
            case PruningState.Announced announced:
                output.WriteByte(Announced);
                ClusterWire.Write(announced.Owner, output);
                output.WriteVarInt((uint)announced.Seen.Count);
                foreach (var node in announced.Seen)
                    ClusterWire.Write(node, output);
                break;
            case PruningState.Done done:
                output.WriteByte(Done);
                output.WriteInt64(done.ObsoleteAt.ToUnixTimeMilliseconds());
                break;
        }
    }

    private static PruningState ReadPruning(ref WireReader reader)
    {
        var kind = reader.ReadByte("pruning state");
        return kind switch
        {
            Announced => ReadAnnounced(ref reader),
            Done => new PruningState.Done(ReadTime(ref reader)),
            _ => throw new InvalidDataException($"{kind} is not a state of pruning."),
        };
    }

    private static PruningState.Announced ReadAnnounced(ref WireReader reader)
    {
        var owner = ClusterWire.ReadNode(ref reader);
        var seen = ImmutableSortedSet.CreateBuilder<UniqueAddress>();
        for (var left = reader.ReadCount("seen", MaxPruned); left > 0; left--)
            seen.Add(ClusterWire.ReadNode(ref reader));
        return new PruningState.Announced(owner, seen.ToImmutable());
    }

    private static DateTimeOffset ReadTime(ref WireReader reader)
    {
        var milliseconds = reader.ReadInt64("obsolete at");
        var max = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return milliseconds >= 0 && milliseconds <= max
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new InvalidDataException($"obsolete at is {milliseconds}; allowed: 0 to {max} ms.");
    }
}
