using System.Runtime.CompilerServices;
using Hanzo.Network.Devices;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Tests.Work;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Placement;

/// <summary>Measures every ten seconds, each time up to a fifth off what the processor achieves.</summary>
internal sealed class JitteringMeter(Flops figures, Func<double> share, TimeProvider time, SimulatedRandom random) : IThroughputMeter
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <param name="share">Of its figures that the node achieves at present.</param>
    public static JitteringMeter Of(WorkingNetwork network, SimulatedNode node, Flops figures, Func<double> share) =>
        new(figures, share, node.Process!.Time, network.World.Random.Fork($"meter of {node.Process.Name}"));

    public MeasuredThroughput? Recall(DeviceCapabilities device) => Measure();

    public async IAsyncEnumerable<MeasuredThroughput> MeasureAsync(
        DeviceCapabilities device, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(Every, time, cancellation);
            yield return Measure();
        }
    }

    private MeasuredThroughput Measure()
    {
        var factor = share() * (0.8 + (random.NextDouble() * 0.4));
        var flops = new Flops(figures.Fp32 * factor, figures.Fp16 * factor, figures.Int8 * factor);
        return new MeasuredThroughput(flops with { Source = FigureSource.Measured, At = time.GetUtcNow() }, MemoryBandwidth: null);
    }
}
