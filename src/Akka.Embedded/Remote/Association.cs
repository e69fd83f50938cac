using System.Collections.Concurrent;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Embedded.Wire;
using Akka.Event;

namespace Akka.Embedded.Remoting;

/// <summary>
/// All that this system has to do with one other: at most one connection, what waits to be sent, and who is shut out. This part
/// takes what is to be sent; others connect, write and receive.
/// </summary>
internal sealed partial class Association(Remoting remoting, Address peer) : IThreadPoolWorkItem
{
    /// <summary>How many shut-out incarnations are remembered.</summary>
    private const int MaxQuarantined = 64;

    /// <summary>While no more messages wait than these, their bytes are not counted, since nobody knows them yet.</summary>
    private const int UncountedMessages = 64;

    /// <summary>So many of the runtime's own may wait whatever else does; more compete for the room like all others.</summary>
    private const int ReservedPriorityMessages = 1024;

    /// <summary>So much may wait for a peer even while others take all that is allowed in total.</summary>
    private const int ReservedBytes = 2 * 1024 * 1024;

    private static readonly TimeSpan RetiresAfter = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<Outgoing> _messages = new();
    private readonly ConcurrentQueue<Outgoing> _priority = new();
    private readonly SystemOutbox _outbox = new(remoting.Settings.SystemMessageBufferSize);
    private readonly List<int> _quarantined = [];
    private readonly MessageWriter _writer = new(remoting.System);
    private int _waiting;
    private long _waitingBytes;
    private int _scheduled;
    private long _usedAt = remoting.Time.GetTimestamp();

    [Flags]
    private enum Signal
    {
        None = 0,
        Ping = 1,
        Pong = 2,
        Acknowledge = 4,
        Flush = 8,
    }

    public Address Peer => peer;

    /// <summary>Messages that wait to be sent.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>No longer known to remoting; whoever holds it asks for a new one.</summary>
    public bool IsRetired { get; private set; }

    private bool HasWork => !_messages.IsEmpty || !_priority.IsEmpty || Volatile.Read(ref _signals) != 0;

    public void Send(object message, InternalActorRef? sender, RemoteActorRef recipient)
    {
        if (IsGated || remoting.IsStopping)
        {
            remoting.DeadLetter(message, sender, recipient);
            return;
        }

        var waiting = Interlocked.Increment(ref _waiting);
        var queued = message;
        var counted = 0;
        var queue = message is IPriorityMessage ? _priority : _messages;
        if (waiting > UncountedMessages && !IsReserved(queue) && !HasRoom(waiting, ref queued, sender, recipient, out counted))
        {
            Interlocked.Decrement(ref _waiting);
            return;
        }

        queue.Enqueue(new Outgoing(queued, sender, recipient, counted));
        Schedule();
    }

    // A node whose heartbeats are lost to what its application sends would be taken for dead.
    private bool IsReserved(ConcurrentQueue<Outgoing> queue) =>
        ReferenceEquals(queue, _priority) && _priority.Count < ReservedPriorityMessages;

    /// <summary>False: it has become a dead letter. Else it waits in a form whose bytes are known, and they are counted.</summary>
    private bool HasRoom(int waiting, ref object message, InternalActorRef? sender, RemoteActorRef recipient, out int bytes)
    {
        bytes = 0;
        if (waiting > remoting.Settings.OutboundBufferSize)
        {
            Overflow("outbound-buffer-size", remoting.Settings.OutboundBufferSize, message, sender, recipient);
            return false;
        }

        try
        {
            var counted = PackedMessage.BytesOf(message) > 0 ? message : PackedMessage.Of(remoting.System, message);
            bytes = PackedMessage.BytesOf(counted);
            if (BoundReached(bytes) is not { } bound)
            {
                message = counted;
                return true;
            }

            Count(-bytes);
            Overflow(bound.Name, bound.Limit, message, sender, recipient);
            return false;
        }
        catch (UnsendableException e)
        {
            remoting.Fail(e);
            remoting.DeadLetter(message, sender, recipient);
            return false;
        }
    }

    /// <summary>Sends until the peer has acknowledged it or is given up.</summary>
    public void SendSystem(RemoteActorRef recipient, SystemMessage message)
    {
        var isFull = false;
        lock (_gate)
        {
            isFull = _outbox.IsFull;
            if (!isFull && !IsShutOut(_peerUid))
            {
                var ticket = new SystemTicket(_outbox.Add(recipient, message));
                Interlocked.Increment(ref _waiting);
                _messages.Enqueue(new Outgoing(ticket, null, recipient));
            }
        }

        if (isFull)
        {
            var limit = $"{remoting.Settings.SystemMessageBufferSize} system messages (akka.remote.system-message-buffer-size)";
            remoting.Warn($"outbox {peer}", $"More than {limit} wait for {peer}: it is given up.");
            remoting.GiveUp(peer, PeerUid);
        }

        Schedule();
    }

    /// <summary>Asks the peer for a sign of life; connects if need be.</summary>
    public void Ping() => Raise(Signal.Ping);

    /// <summary>Shuts one incarnation of the peer out.</summary>
    public void Quarantine(int uid)
    {
        Link? cut = null;
        lock (_gate)
        {
            if (uid == 0 || _quarantined.Contains(uid))
            {
                return;
            }

            _quarantined.Add(uid);
            if (_quarantined.Count > MaxQuarantined)
            {
                _quarantined.RemoveAt(0);
            }

            if (_peerUid == uid)
            {
                _outbox.Clear();
                cut = _link;
            }
        }

        remoting.Publish(new Akka.Remote.QuarantinedEvent(peer, uid));
        if (cut is not null)
        {
            End(cut, FrameKind.Quarantined);
        }
    }

    /// <summary>Forgets what waits to be acknowledged: the peer is given up.</summary>
    public void ForgetPending()
    {
        lock (_gate)
        {
            _outbox.Clear();
        }
    }

    private bool IsShutOut(int uid) => uid != 0 && _quarantined.Contains(uid);

    private void Schedule()
    {
        // While the writer is at work, a sender only looks: what it has queued before is seen by the writer before it rests.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            remoting.System.Executor.Execute(this);
        }
    }

    private void Raise(Signal signal)
    {
        Interlocked.Or(ref _signals, (int)signal);
        Schedule();
    }

    /// <summary>Counts the bytes. The bound that they are beyond, if any.</summary>
    private (string Name, long Limit)? BoundReached(int bytes)
    {
        var settings = remoting.Settings;
        var (own, total) = Count(bytes);
        if (own > settings.OutboundBufferBytes)
        {
            return ("outbound-buffer-bytes", settings.OutboundBufferBytes);
        }

        return own > ReservedBytes && total > settings.TotalOutboundBufferBytes
            ? ("total-outbound-buffer-bytes", settings.TotalOutboundBufferBytes)
            : null;
    }

    /// <summary>In the total of all peers only what is beyond the reserve is counted.</summary>
    private (long Own, long Total) Count(long bytes)
    {
        var own = Interlocked.Add(ref _waitingBytes, bytes);
        var beyond = Math.Max(0, own - ReservedBytes) - Math.Max(0, own - bytes - ReservedBytes);
        return (own, beyond == 0 ? Volatile.Read(ref remoting.WaitingBytes) : Interlocked.Add(ref remoting.WaitingBytes, beyond));
    }

    private void Overflow(string bound, long limit, object message, InternalActorRef? sender, RemoteActorRef recipient)
    {
        remoting.Warn(
            $"buffer {peer}",
            $"As much waits for {peer} as akka.remote.embedded.{bound} = {limit} allows: more messages become dead letters.");
        remoting.DeadLetter(message, sender, recipient);
    }

    /// <summary>Called once per keep-alive interval.</summary>
    public void Tick()
    {
        var settings = remoting.Settings;
        if (Volatile.Read(ref _link) is { } link)
        {
            _usedAt = remoting.Time.GetTimestamp();
            var limit = settings.KeepAliveInterval + settings.KeepAlivePause;
            if (link.Silence > limit || link.Stall > limit)
            {
                Lost(link, new IOException($"{peer} has given no sign of life for {limit.TotalSeconds} s"));
            }
            else if (ReasonToPart(link) is { } reason)
            {
                Lost(link, new AuthenticationException(reason));
            }
            else if (link.Silence >= settings.KeepAliveInterval)
            {
                Raise(Signal.Ping);
            }
        }
        else
        {
            RetireWhenUnused(RetiresAfter);
        }
    }

    /// <summary>A certificate may expire or be revoked while its node is connected.</summary>
    private string? ReasonToPart(Link link) => link.Connection is TlsConnection { PeerCertificate: { } shown }
        ? remoting.Tls!.Check.ReasonAgainst(shown, remoting.Time.GetUtcNow())
        : null;

    /// <summary>Remoting forgets an association that nobody has used for so long.</summary>
    public void RetireWhenUnused(TimeSpan after)
    {
        lock (_gate)
        {
            var unused = _state == State.Idle && _outbox.IsEmpty && _quarantined.Count == 0 && !HasWork;
            if (unused && remoting.Time.GetElapsedTime(_usedAt) > after)
            {
                IsRetired = true;
                remoting.Retire(this);
            }
        }
    }
}
