using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;
using Akka.Event;
using Akka.Remote;

namespace Akka.Embedded.Remoting;

/// <summary>Connecting to the peer.</summary>
internal sealed partial class Association
{
    private void Connect()
    {
        long id;
        lock (_gate)
        {
            if (_state is not State.Idle || !(HasWork || !_outbox.IsEmpty) || remoting.IsStopping)
            {
                return;
            }

            _state = State.Dialing;
            id = ++_connectionIds;
        }

        _ = DialAsync(id);
    }

    private async Task DialAsync(long id)
    {
        try
        {
            var routes = await RoutesInOrderAsync();
            for (var i = 0; i < routes.Length; i++)
            {
                if (await DialAsync(id, routes[i], hasMore: i + 1 < routes.Length))
                {
                    break;
                }
            }
        }
        catch (Exception e)
        {
            DialFailed(id, e);
        }

        TellRoutes();
    }

    /// <summary>False: that address leads nowhere, and the next may do.</summary>
    private async Task<bool> DialAsync(long id, RemoteRoute route, bool hasMore)
    {
        IConnection? connection = null;
        IConnection secured;
        Greeting answer;
        var settings = remoting.Settings;
        try
        {
            var within = hasMore && settings.ConnectionTimeout > TryFor ? TryFor : settings.ConnectionTimeout;
            connection = await remoting.Transport.DialAsync(route.Host, route.Port, within, remoting.Stopping);
            Greeting.Hello hello;
            lock (_gate)
            {
                if (!IsDialing(id))
                {
                    // The peer's own connection was accepted meanwhile; to greet now would say that it is lost.
                    connection.Abort();
                    return true;
                }

                hello = MyHello(id);
            }

            var patience = hasMore ? TryFor : settings.HandshakeTimeout;
            (secured, answer) = await MeetAsync(connection, hello).WaitAsync(patience, remoting.Time);
        }
        catch (Exception) when (hasMore && MayTryNext(id))
        {
            connection?.Abort();
            Shun(route, PeerRoutes.ShunFailedFor);
            return false;
        }
        catch
        {
            connection?.Abort();
            Shun(route, PeerRoutes.ShunFailedFor);
            throw;
        }

        if (hasMore && answer is Greeting.Refusal { Code: RefusalCode.WrongAddress })
        {
            connection.Abort();
            Shun(route, PeerRoutes.ShunStrangerFor);
            return false;
        }

        try
        {
            Answered(id, secured, answer, route);
            return true;
        }
        catch
        {
            connection.Abort();
            throw;
        }
    }

    private bool IsDialing(long id) => _state == State.Dialing && id == _connectionIds;

    private bool MayTryNext(long id)
    {
        lock (_gate)
        {
            return IsDialing(id) && !remoting.IsStopping;
        }
    }

    private async Task<(IConnection Secured, Greeting Answer)> MeetAsync(IConnection connection, Greeting.Hello hello)
    {
        var secured = remoting.Tls is { } tls ? await tls.ConnectAsync(connection) : connection;
        await Handshake.SendAsync(secured, hello, isAnswer: false, remoting.Settings.HandshakeTimeout, remoting.Time);
        var heard = await Handshake.ReceiveAsync(secured, isAnswer: true);
        return (secured, heard.Greeting ?? throw new InvalidDataException(heard.Fault));
    }

    private void Answered(long id, IConnection connection, Greeting answer, RemoteRoute route)
    {
        if (answer is Greeting.Refusal { Code: RefusalCode.Duplicate })
        {
            connection.Abort();
            remoting.After(remoting.Settings.RetryGateClosedFor, () => DialAgain(id));
            return;
        }

        if (answer is Greeting.Refusal refusal)
        {
            if (refusal.Code == RefusalCode.Quarantined)
            {
                remoting.Publish(new ThisActorSystemQuarantinedEvent(remoting.LocalAddress, peer));
            }

            throw new IOException($"it refuses: {refusal.Reason}");
        }

        var welcome = (Greeting.Hello)answer;
        if (Incompatibility.Of(welcome) is { } reason)
        {
            throw new IOException(reason);
        }

        var link = new Link(connection, welcome, id, isInbound: false, remoting.Settings.MaximumFrameSize, remoting.Time)
        {
            Route = route,
        };
        lock (_gate)
        {
            if (IsShutOut(welcome.Uid))
            {
                throw new IOException($"this incarnation of it ({welcome.Uid}) is quarantined");
            }

            if (!IsDialing(id))
            {
                connection.Abort();
                return;
            }

            Open(link);
        }

        Opened(link);
    }

    /// <summary>The peer refused because it is connecting itself; if nothing has come of that, it is our turn again.</summary>
    private void DialAgain(long id)
    {
        lock (_gate)
        {
            if (!IsDialing(id))
            {
                return;
            }

            _state = State.Idle;
        }

        Schedule();
    }

    private void DialFailed(long id, Exception cause)
    {
        lock (_gate)
        {
            if (!IsDialing(id))
            {
                return;
            }

            CloseGate();
            if (_unreachableSince == 0)
            {
                _unreachableSince = remoting.Time.GetTimestamp();
            }
        }

        if (!remoting.IsStopping)
        {
            remoting.Publish(new AssociationErrorEvent(cause, remoting.LocalAddress, peer, false, LogLevel.WarningLevel));
            remoting.Warn($"dial {peer} {cause.GetType().Name}", $"No connection with {peer}: {cause.Message}.");
        }

        DropWaiting();
        GiveUpWhenOverdue();
    }

    /// <summary>System messages wait for long, but not for ever. About members of the cluster only the cluster decides.</summary>
    private void GiveUpWhenOverdue()
    {
        bool overdue;
        lock (_gate)
        {
            overdue = !_outbox.IsEmpty && remoting.Time.GetElapsedTime(_unreachableSince) > remoting.Settings.SystemMessageTimeout;
        }

        if (overdue && !remoting.Provider.Watcher.IsMember(peer))
        {
            remoting.Warn($"overdue {peer}", $"{peer} could not be reached for {remoting.Settings.SystemMessageTimeout}: it is given up.");
            remoting.GiveUp(peer, PeerUid);
        }
    }
}
