using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Devices;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class LoadReaderTests
{
    private readonly Probe _probe = new();
    private readonly LoadReader _reader;

    public LoadReaderTests() => _reader = new LoadReader(_probe, NullLogger.Instance);

    [Fact]
    public void A_probe_that_throws_costs_its_news_only()
    {
        _reader.Read().ShouldBe(new DeviceLoad(0.25, 0.5, 0.75));
        _probe.Next = () => throw new IOException("no");
        _reader.Read().ShouldBe(new DeviceLoad(0.25, 0.5, 0.75));
        _probe.Next = () => new DeviceLoad(0.1, 0.2);
        _reader.Read().ShouldBe(new DeviceLoad(0.1, 0.2));
    }

    [Fact]
    public void What_is_no_share_of_a_device_is_not_told()
    {
        _probe.Next = () => new DeviceLoad(double.NaN, double.PositiveInfinity, double.NaN);
        _reader.Read().ShouldBe(new DeviceLoad(0, 0));
        _probe.Next = () => new DeviceLoad(-1, 2, 7);
        _reader.Read().ShouldBe(new DeviceLoad(0, 1, 1));
    }

    private sealed class Probe : IDeviceProbe
    {
        public Func<DeviceLoad> Next { get; set; } = () => new DeviceLoad(0.25, 0.5, 0.75);

        public Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation) => Task.FromResult(NodeDevice.NotProbed);

        public DeviceLoad ReadLoad() => Next();
    }
}
