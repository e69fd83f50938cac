using System.Runtime.CompilerServices;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Devices;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class MeasuredDeviceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_node_is_known_without_its_figures_first_and_with_them_once_they_are_measured()
    {
        await using var network = new TestNetwork(output);
        var meter = new GatedMeter();
        var one = await network.StartAsync("one");
        await network.StartAsync("two", node => node.Services.AddSingleton<IThroughputMeter>(meter));
        await network.MeetAsync();
        async Task<double?> ToldAsync() => (await one.Network.GetStatusAsync()).Peers["two"].Capabilities!.Flops.Fp32;

        (await ToldAsync()).ShouldBeNull();
        meter.Measured.SetResult(new MeasuredThroughput(new Flops(0.25, null, null) { Source = FigureSource.Measured }, 20));

        await Eventually.TrueAsync(async () => await ToldAsync() == 0.25);
        (await one.Network.GetStatusAsync()).Peers["two"].Capabilities!.MemoryBandwidth.ShouldBe(20);
    }

    private sealed class GatedMeter : IThroughputMeter
    {
        public TaskCompletionSource<MeasuredThroughput> Measured { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public MeasuredThroughput? Recall(DeviceCapabilities device) => null;

        public async IAsyncEnumerable<MeasuredThroughput> MeasureAsync(
            DeviceCapabilities device, [EnumeratorCancellation] CancellationToken cancellation)
        {
            yield return await Measured.Task.WaitAsync(cancellation);
        }
    }
}
