using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Benchmarks.Rows.Abuse;

/// <summary>Sends 10,000 beacons in a second that are right in all but the stamp: name, id, size, and a number that counts up.</summary>
internal sealed class BeaconFlooder : IAsyncDisposable
{
    public const int PerSecond = 10_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
    private readonly CancellationTokenSource _enough = new();
    private readonly Task _sending;
    private long _sent;

    public BeaconFlooder(IPEndPoint target) => _sending = Task.Run(() => SendAsync(target));

    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _sending;
        _socket.Dispose();
        _enough.Dispose();
    }

    private async Task SendAsync(IPEndPoint target)
    {
        var stranger = new NodeIdentity(
            FloodedNode.NetworkName, "stranger", "01J00000000000000000000009", NodeAddress.Parse("127.0.0.1:9999"), RuntimeName.Current,
            "0.1.0", ProtocolRange.Current);
        var datagram = new BeaconVoice(stranger, new BeaconSeal(FloodedNode.Keys with { BeaconKey = [.. new byte[32]] }))
            .Write(new Beacon(stranger, null, Reply: false), DateTimeOffset.UnixEpoch);
        var began = Stopwatch.GetTimestamp();
        while (!_enough.IsCancellationRequested)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * PerSecond); _sent < due; Interlocked.Increment(ref _sent))
            {
                datagram[^40]++;
                _socket.SendTo(datagram, SocketFlags.None, target);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
