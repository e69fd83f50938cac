using Hanzo.Network.Placement;

namespace Hanzo.Network.Tests.Placement;

internal static class Jitter
{
    /// <summary>Throughput up to a fifth more or less, and any live load.</summary>
    public static NodeView Of(NodeView node, Random random)
    {
        var flops = node.Device.Flops with { Fp16 = node.Device.Flops.Fp16 * (0.8 + (0.4 * random.NextDouble())) };
        return node with
        {
            Device = node.Device with { Flops = flops },
            Load = node.Load with { Cpu = random.NextDouble(), ActiveRuns = random.Next(20), QueuedRuns = random.Next(20) },
        };
    }
}
