using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tests.Tcp;

public sealed class LargePacketsTests
{
    [Fact]
    public async Task Where_all_packets_arrive_or_none_nothing_is_lost()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = NodeAddress.Parse(listener.LocalEndpoint.ToString()!);
        // The system takes connections although nobody accepts them.
        (await LargePackets.FindLostAsync(address, TimeProvider.System, default)).ShouldBeNull();
        listener.Stop();
        (await LargePackets.FindLostAsync(address, TimeProvider.System, default)).ShouldBeNull();
    }
}
