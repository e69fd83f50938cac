using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>
/// The links that beacons leave by. They are looked up anew every <see cref="RefreshEvery"/>, because cables and
/// Wi-Fi come and go; what was counted for a link stays while it exists.
/// </summary>
internal sealed class LinkSenders
{
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(10);

    private readonly Func<ImmutableArray<NetworkLink>> _find;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private ImmutableArray<LinkSender> _senders;
    private long _refreshedAt;

    public LinkSenders(Func<ImmutableArray<NetworkLink>> find, TimeProvider time)
    {
        (_find, _time, _refreshedAt) = (find, time, time.GetTimestamp());
        _senders = [.. find().Select(link => new LinkSender(link))];
    }

    public ImmutableArray<NetworkLink> Links => [.. Current().Select(sender => sender.Link)];

    public ImmutableArray<LinkReport> Report() => [.. Current().Select(sender => sender.Report())];

    public async ValueTask SendToAllAsync(Socket socket, ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation)
    {
        RefreshIfOld();
        foreach (var sender in Current()) await sender.SendAsync(socket, payload, port, cancellation);
    }

    /// <summary>A broadcast of this node came back, by the link of this address.</summary>
    public void CountOwn(uint address)
    {
        foreach (var sender in Current())
            if (sender.HasAddress(address)) sender.CountOwn();
    }

    public void CountHeard(IPAddress from)
    {
        foreach (var sender in Current())
            if (sender.Link.Reaches(from)) sender.CountHeard();
    }

    private ImmutableArray<LinkSender> Current()
    {
        lock (_lock) return _senders;
    }

    private void RefreshIfOld()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_refreshedAt) < RefreshEvery) return;
            _refreshedAt = _time.GetTimestamp();
            var known = _senders.ToDictionary(sender => sender.Link);
            _senders = [.. _find().Select(link => known.GetValueOrDefault(link) ?? new LinkSender(link))];
        }
    }
}
