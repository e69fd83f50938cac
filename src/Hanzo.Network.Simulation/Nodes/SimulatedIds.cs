using System.Buffers.Binary;
using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Ids of one process, from its clock and the seed.</summary>
internal sealed class SimulatedIds(TimeProvider time, SimulatedRandom random) : IIds
{
    public string NewUlid()
    {
        Span<byte> entropy = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(entropy, random.NextUInt64());
        BinaryPrimitives.WriteUInt64LittleEndian(entropy[8..], random.NextUInt64());
        return Ulid.Create(time.GetUtcNow(), entropy[..10]);
    }
}
