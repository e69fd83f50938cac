using Akka.Actor;
using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;
using Akka.Event;
using Akka.Remote;

namespace Akka.Embedded.Remoting;

internal sealed partial class Association
{
    /// <summary>While only system messages wait, an address that cannot be reached is tried so often.</summary>
    private static readonly TimeSpan SystemRetry = TimeSpan.FromSeconds(1);

    private State _state;
    private Link? _link;
    private int _peerUid;
    private long _connectionIds;
    private long _lastAccepted;
    private long _gateOpens;
    private long _unreachableSince;

    private enum State
    {
        Idle,
        Dialing,
        Open,
        Gated,
    }

    /// <summary>The incarnation of the peer that was last met; 0: none.</summary>
    public int PeerUid => Volatile.Read(ref _peerUid);

    private bool IsGated => Volatile.Read(ref _gateOpens) is var opens and not 0 && remoting.Time.GetTimestamp() < opens;

    private bool DialsFirst => AddressOrder.Instance.Compare(remoting.LocalAddress, peer) < 0;

    /// <summary>Decides about a connection that the peer has made. Null: it is accepted and open.</summary>
    public Greeting.Refusal? Accept(Greeting.Hello hello, IConnection connection)
    {
        Link? replaced;
        Link link;
        lock (_gate)
        {
            if (IsShutOut(hello.Uid))
            {
                return new Greeting.Refusal(RefusalCode.Quarantined, $"{remoting.LocalAddress} has quarantined this incarnation of {peer}");
            }

            if (IsDuplicate(hello))
            {
                return new Greeting.Refusal(RefusalCode.Duplicate, "both sides have connected");
            }

            var welcome = MyHello(hello.ConnectionId) with { LastAccepted = _lastAccepted };
            link = new Link(connection, hello, hello.ConnectionId, isInbound: true, remoting.Settings.MaximumFrameSize, remoting.Time);
            Greeting.Write(welcome, isAnswer: true, connection.Output);
            replaced = _link;
            Open(link);
            _lastAccepted = hello.ConnectionId;
        }

        if (replaced is not null)
        {
            Closed(replaced, null);
        }

        Opened(link);
        return null;
    }

    /// <summary>Says goodbye after what waits to be sent; cut off when that takes longer than <paramref name="patience"/>.</summary>
    public async Task ShutDownAsync(TimeSpan patience)
    {
        if (Volatile.Read(ref _link) is not { } link)
        {
            return;
        }

        End(link, FrameKind.Goodbye);
        try
        {
            await link.Ended.WaitAsync(patience, remoting.Time);
        }
        catch (TimeoutException)
        {
            link.Connection.Abort();
        }
    }

    private bool IsDuplicate(Greeting.Hello hello) => _state switch
    {
        State.Dialing => DialsFirst,

        // The peer has accepted our connection. It lost it if it says so; else its own attempt is merely the older one.
        State.Open => _link!.Peer.Uid == hello.Uid && !_link.IsInbound && hello.LastAccepted != _link.Id,
        _ => false,
    };

    private Greeting.Hello MyHello(long id) => new(
        remoting.LocalAddress, remoting.Uid, peer, id, _lastAccepted, _peerUid, _systemReceived, remoting.Settings.MaximumFrameSize);

    private void Open(Link link)
    {
        if (_peerUid != link.Peer.Uid)
        {
            NewIncarnation(link.Peer.Uid);
        }

        if (link.Peer.PeerUid == remoting.Uid)
        {
            _outbox.Acknowledge(link.Peer.SystemReceived);
        }

        _link = link;
        _state = State.Open;
        _gateOpens = 0;
        _unreachableSince = 0;
    }

    private void NewIncarnation(int uid)
    {
        if (_peerUid != 0)
        {
            _outbox.Clear();
            remoting.EndWatches(peer);
        }

        _peerUid = uid;
        _systemReceived = 0;
        _lastAccepted = 0;
    }

    private void Opened(Link link)
    {
        remoting.Publish(new AssociatedEvent(remoting.LocalAddress, peer, link.IsInbound));
        _ = ReceiveAsync(link);
        Raise(Signal.Flush);
        TellRoutes();
    }

    /// <summary>The connection is of no more use; the next message makes another.</summary>
    private void Lost(Link link, Exception? cause)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_link, link))
            {
                return;
            }

            _link = null;
            _state = State.Idle;

            // One that breaks as soon as it is made is no better than one that cannot be made.
            if (link.Age < remoting.Settings.RetryGateClosedFor || link.HasSaidGoodbye)
            {
                CloseGate();
            }
        }

        Closed(link, cause);
        Schedule();
    }

    private void Closed(Link link, Exception? cause)
    {
        link.Connection.Abort();
        link.HasEnded();
        if (link.HasSaidGoodbye)
        {
            remoting.IncarnationEnded(this);
        }

        if (cause is not null && !remoting.IsStopping)
        {
            remoting.Publish(new AssociationErrorEvent(cause, remoting.LocalAddress, peer, link.IsInbound, LogLevel.WarningLevel));
            remoting.Warn($"lost {peer} {cause.GetType().Name}", $"The connection with {peer} is lost: {cause.Message}.");
        }

        remoting.Publish(new DisassociatedEvent(remoting.LocalAddress, peer, link.IsInbound));
    }

    private void CloseGate()
    {
        _state = State.Gated;
        var closedFor = remoting.Settings.RetryGateClosedFor;
        _gateOpens = remoting.Time.GetTimestamp() + (long)(closedFor.TotalSeconds * remoting.Time.TimestampFrequency);
        remoting.After(closedFor, OpenGate);
    }

    private void OpenGate()
    {
        lock (_gate)
        {
            if (_state != State.Gated)
            {
                return;
            }

            _state = State.Idle;
            _gateOpens = 0;
        }

        if (HasWork)
        {
            Schedule();
        }
        else
        {
            remoting.After(SystemRetry, Schedule);
        }
    }
}
