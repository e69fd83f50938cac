using System.Collections.Immutable;
using System.Net;
using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>Where the peer has several addresses: which to dial, how fast each answers, and leaving one that has fallen silent.</summary>
internal sealed partial class Association
{
    /// <summary>A connection is given up after so much silence when there is another way; the cluster is more patient.</summary>
    public static readonly TimeSpan SilenceUntilMove = TimeSpan.FromMilliseconds(1500);

    private static readonly TimeSpan SilenceUntilPing = TimeSpan.FromMilliseconds(500);

    /// <summary>Until the next address is tried.</summary>
    private static readonly TimeSpan TryFor = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan ProbeFor = TimeSpan.FromSeconds(2);

    /// <summary>The first connection waits so long for one of the addresses to answer.</summary>
    private static readonly TimeSpan FirstProbesFor = TimeSpan.FromMilliseconds(300);

    /// <summary>A connection is not moved again before.</summary>
    private static readonly TimeSpan StayAtLeast = TimeSpan.FromSeconds(5);

    private readonly PeerRoutes _routes = new(new RemoteRoute(peer.Host!, peer.Port!.Value));

    /// <summary>Asks for the peer's addresses anew. True: it has several.</summary>
    public bool LearnRoutes()
    {
        if (remoting.Routes is { } told)
        {
            _routes.Offer(told.Others(peer.Host!, peer.Port!.Value));
        }

        return _routes.Count > 1;
    }

    /// <summary>Called several times a second where there are peers with several addresses.</summary>
    /// <param name="isLate">This system was held up: what seems silent may only be unread.</param>
    public void WatchRoutes(bool isLate)
    {
        if (_routes.Count < 2 || isLate || Volatile.Read(ref _link) is not { IsEnding: false } link)
        {
            return;
        }

        var route = RouteOf(link);
        if (link.Silence >= SilenceUntilMove && _routes.HasOther(route, remoting.RouteClock))
        {
            Shun(route, PeerRoutes.ShunFailedFor);
            Lost(link, new IOException($"nothing came by {link.Connection.RemoteEndPoint} for {link.Silence.TotalSeconds:0.0} s; "
                + "another of its addresses is tried"));
        }
        else if (link.Silence >= SilenceUntilPing)
        {
            Raise(Signal.Ping);
        }
        else if (link is { IsInbound: false, LastWords: null } && link.Age > StayAtLeast && route is not null
            && _routes.HasMuchFaster(route, remoting.RouteClock))
        {
            // What waits leaves first; the next message connects by the faster one.
            End(link, FrameKind.Ping);
        }
    }

    /// <summary>Null: no address of this peer needs to be measured now.</summary>
    public TimeSpan? NextProbeDue() => _routes.NextToMeasure(remoting.RouteClock)?.Due;

    public Task ProbeNextAsync() =>
        _routes.NextToMeasure(remoting.RouteClock) is { } next ? ProbeAsync(next.Route) : Task.CompletedTask;

    private async ValueTask<ImmutableArray<RemoteRoute>> RoutesInOrderAsync()
    {
        if (LearnRoutes())
        {
            remoting.WatchRoutes();
            if (!_routes.IsAnyMeasured)
            {
                await FirstAnswerAsync(_routes.InOrder(remoting.RouteClock));
            }
        }

        return _routes.InOrder(remoting.RouteClock);
    }

    private async Task FirstAnswerAsync(ImmutableArray<RemoteRoute> routes)
    {
        var probes = routes.Select(ProbeAsync).ToList<Task>();
        var patience = Task.Delay(FirstProbesFor, remoting.Time);
        while (probes.Count > 0 && !_routes.IsAnyMeasured && !patience.IsCompleted)
        {
            var done = await Task.WhenAny(probes.Append(patience));
            probes.Remove(done);
        }
    }

    /// <summary>Who answers there, and how fast. Never throws.</summary>
    private async Task ProbeAsync(RemoteRoute route)
    {
        IConnection? connection = null;
        try
        {
            connection = await remoting.Transport.DialAsync(route.Host, route.Port, ProbeFor, remoting.Stopping);
            var (latency, answer) = await ProbeAsync(connection).WaitAsync(ProbeFor, remoting.Time);
            if (answer is Greeting.Hello)
            {
                _routes.Answered(route, latency, remoting.RouteClock);
            }
            else
            {
                var isStranger = answer is Greeting.Refusal { Code: RefusalCode.WrongAddress };
                Shun(route, isStranger ? PeerRoutes.ShunStrangerFor : PeerRoutes.ShunFailedFor);
            }
        }
        catch (Exception)
        {
            // That it cannot be reached is what the probe was to find out.
            Shun(route, PeerRoutes.ShunFailedFor);
        }

        connection?.Abort();
        TellRoutes();
    }

    private async Task<(TimeSpan Latency, Greeting? Answer)> ProbeAsync(IConnection connection)
    {
        var secured = remoting.Tls is { } tls ? await tls.ConnectAsync(connection) : connection;
        var asked = remoting.Time.GetTimestamp();
        await Handshake.SendAsync(secured, remoting.ProbeOf(peer), isAnswer: false, ProbeFor, remoting.Time);
        var heard = await Handshake.ReceiveAsync(secured, isAnswer: true);
        return (remoting.Time.GetElapsedTime(asked), heard.Greeting);
    }

    private void Shun(RemoteRoute? route, TimeSpan time)
    {
        if (route is not null)
        {
            _routes.Failed(route, remoting.RouteClock, time);
        }
    }

    /// <summary>Null: the peer has come from an address that it does not tell.</summary>
    private RemoteRoute? RouteOf(Link link) =>
        link.Route ?? (link.Connection.RemoteEndPoint is IPEndPoint from ? _routes.OfHost(HostOf(from)) : null);

    private static string HostOf(IPEndPoint from) =>
        (from.Address.IsIPv4MappedToIPv6 ? from.Address.MapToIPv4() : from.Address).ToString();

    private void TellRoutes()
    {
        if (remoting.Routes is { } told && _routes.Count > 1)
        {
            var inUse = Volatile.Read(ref _link) is { } link ? RouteOf(link) : null;
            told.Changed(peer.Host!, peer.Port!.Value, _routes.States(inUse, remoting.RouteClock));
        }
    }
}
