using System.Net;
using System.Net.Sockets;
using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.Net;

/// <summary>One attempt to open a stream, repeated like TCP's SYN while nothing is heard.</summary>
internal sealed class Dialling(SimulatedNetwork network, NetworkPlace place, string host, int port)
{
    /// <summary>Linux' initial retransmission time-out of a SYN, doubled each time (RFC 6298, section 2).</summary>
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<IConnection> _done = new();
    private TimeSpan _repeat = FirstRepeat;

    public async Task<IConnection> ConnectAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        using var timer = place.Process.Time.CreateTimer(_ => Fail(SocketError.TimedOut), null, timeout, Timeout.InfiniteTimeSpan);
        using var cancelled = cancellation.Register(() => _done.TrySetCanceled(cancellation));
        Try();
        return await _done.Task;
    }

    private void Try()
    {
        if (_done.Task.IsCompleted || !place.Process.IsAlive) return;
        var world = network.World;
        world.After(_repeat, Try);
        _repeat *= 2;
        var (target, travel) = (network.Find(host, port)?.Place.Node ?? network.NodeAt(host), network.DrawLatency(place.Node));
        if (network.Links.IsLying(place.Node, target)) world.After(travel, () => Fail(SocketError.ConnectionRefused));
        else if (network.Links.IsOpen(place.Node, target)) world.After(travel, () => Arrive(target));
    }

    private void Arrive(int target)
    {
        if (_done.Task.IsCompleted || network.IsDark(target)) return;
        if (!network.Links.IsOpen(target, place.Node)) return;
        var back = network.DrawLatency(target);
        if (network.Find(host, port) is not { } listener)
        {
            network.World.After(back, () => Fail(SocketError.ConnectionRefused));
            return;
        }

        var stream = new SimulatedStream(network, place, listener.Place, new IPEndPoint(place.Address, network.NewPort()),
            (IPEndPoint)listener.BoundEndPoint);
        listener.Connected(stream.Acceptor);
        network.World.After(back, () =>
        {
            if (!place.Process.IsAlive || !_done.TrySetResult(stream.Dialler)) stream.Dialler.Abort();
        });
    }

    private void Fail(SocketError error)
    {
        var cause = new SocketException((int)error);
        _done.TrySetException(new IOException($"Cannot connect to {host}:{port}: {cause.Message} ({error}).", cause));
    }
}
