namespace Hanzo.Network.Adapters.Udp;

/// <summary>
/// When to pause between two looks at a socket. Datagrams that come one by one are each waited for; when many come, they are left to
/// gather for a moment, since being woken for each costs more than reading them. What is read between two pauses is bounded, so that no
/// flood costs more than that: the socket's buffer drops the rest.
/// </summary>
internal sealed class ReceivePace(TimeProvider time)
{
    /// <summary>When many come: long enough for 20 of 2,000 in a second.</summary>
    public static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(10);

    /// <summary>In a flood: what comes meanwhile at 10,000 in a second fits <see cref="BufferBytes"/>.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(40);

    /// <summary>Of a socket: 400 datagrams of a beacon's size, as Linux counts them.</summary>
    public const int BufferBytes = 256 * 1024;

    /// <summary>Datagrams in <see cref="Period"/> that are each waited for: 500 in a second.</summary>
    public const int CalmPerPeriod = 50;

    /// <summary>More datagrams in <see cref="Period"/> than this are a flood: 2,000 in a second.</summary>
    public const int FloodPerPeriod = 200;

    /// <summary>Datagrams read between two pauses: of a flood, 5,000 in a second.</summary>
    public const int MaxBetweenPauses = 200;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private long _periodBegan = time.GetTimestamp();
    private int _inPeriod;
    private int _inPeriodBefore;
    private int _sincePause;

    /// <summary>Whether to pause although more wait.</summary>
    public bool IsFull => _sincePause >= MaxBetweenPauses;

    private int Rate => Math.Max(_inPeriod, _inPeriodBefore);

    /// <summary>Notes a datagram.</summary>
    /// <returns>Whether many come: then a pause is due as soon as no more wait, or <see cref="IsFull"/>.</returns>
    public bool Note()
    {
        if (time.GetElapsedTime(_periodBegan) >= Period)
        {
            _inPeriodBefore = _inPeriod;
            (_periodBegan, _inPeriod) = (time.GetTimestamp(), 0);
        }

        _inPeriod++;
        _sincePause++;
        return Rate > CalmPerPeriod;
    }

    /// <summary>Begins a pause.</summary>
    /// <returns>How long it is.</returns>
    public TimeSpan Pause()
    {
        _sincePause = 0;
        return Rate > FloodPerPeriod ? LongPause : ShortPause;
    }
}
