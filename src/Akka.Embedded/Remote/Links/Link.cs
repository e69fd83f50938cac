using System.IO.Pipelines;
using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>A connection on which both sides know each other.</summary>
internal sealed class Link
{
    private readonly TimeProvider _time;
    private readonly long _openedAt;
    private long _lastReceived;
    private long _flushingSince;
    private readonly TaskCompletionSource _ended = new();

    public Link(IConnection connection, Greeting.Hello peer, long id, bool isInbound, int maxFrame, TimeProvider time)
    {
        Connection = connection;
        Peer = peer;
        Id = id;
        IsInbound = isInbound;
        MaxFrame = Math.Min(maxFrame, peer.MaxFrame);
        _time = time;
        _openedAt = time.GetTimestamp();
        _lastReceived = _openedAt;
    }

    public IConnection Connection { get; }

    public PipeWriter Output => Connection.Output;

    public Greeting.Hello Peer { get; }

    public long Id { get; }

    public bool IsInbound { get; }

    /// <summary>Where it was dialled; null: by the peer.</summary>
    public RemoteRoute? Route { get; init; }

    /// <summary>The longest frame that both sides accept.</summary>
    public int MaxFrame { get; }

    public OutboundNames Names { get; } = new();

    public InboundNames PeerNames { get; } = new();

    /// <summary>The last system message that was written to this connection.</summary>
    public long SystemWritten { get; set; }

    /// <summary>What the peer had not acknowledged on an earlier connection has been written again.</summary>
    public bool IsResumed { get; set; }

    /// <summary>The peer has said that nothing more will come.</summary>
    public bool HasSaidGoodbye { get; set; }

    /// <summary>To be written when nothing else waits; meant for the incarnation at the other end: they end with the link.</summary>
    public FrameKind? LastWords { get; set; }

    /// <summary>This side has written its last words; they leave, then the connection is closed.</summary>
    public bool IsEnding { get; set; }

    public TimeSpan Age => _time.GetElapsedTime(_openedAt);

    public TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    /// <summary>How long the peer has not taken what is being sent.</summary>
    public TimeSpan Stall => Volatile.Read(ref _flushingSince) is var since and not 0 ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Completes when the connection is closed.</summary>
    public Task Ended => _ended.Task;

    public void HasEnded() => _ended.TrySetResult();

    public void HasReceived() => Volatile.Write(ref _lastReceived, _time.GetTimestamp());

    public void FlushBegins() => Volatile.Write(ref _flushingSince, _time.GetTimestamp());

    public void FlushEnds() => Volatile.Write(ref _flushingSince, 0);
}
