using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tests.Tcp;

public sealed class TcpDialerTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly TcpDialer _dialer = new(TimeProvider.System);

    [Fact]
    public async Task A_listening_port_accepts_and_a_closed_one_refuses()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = NodeAddress.Parse(listener.LocalEndpoint.ToString()!);
        (await _dialer.DialAsync(address, Timeout, default)).ShouldBe(DialResult.Accepted);
        listener.Stop();
        (await _dialer.DialAsync(address, Timeout, default)).ShouldBe(DialResult.Refused);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_silent() =>
        (await _dialer.DialAsync(NodeAddress.Parse("no-such-host.invalid:5681"), Timeout, default)).ShouldBe(DialResult.Silent);
}
