namespace Hanzo.Network.Adapters.Udp;

/// <summary>
/// When to pause between two looks at a socket. Datagrams that come one by one are each waited for; when many come, they are left to
/// gather for a moment, since being woken for each costs more than reading them. What is read between two pauses is bounded, so that no
/// flood costs more than that: the socket's buffer drops the rest.
/// </summary>
internal sealed class ReceivePace(TimeProvider time)
{
    /// <summary>Long enough for a hundred datagrams of 10,000 in a second, which the socket's buffer holds.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Datagrams in <see cref="Period"/> that are each waited for: 500 in a second.</summary>
    public const int CalmPerPeriod = 50;

    /// <summary>Datagrams read between two pauses.</summary>
    public const int MaxBetweenPauses = 256;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private long _periodBegan = time.GetTimestamp();
    private int _inPeriod;
    private int _sincePause;
    private bool _wasBusy;

    /// <summary>Notes a datagram.</summary>
    /// <returns>Whether many come: then a pause is due as soon as no more wait, or <see cref="MaxBetweenPauses"/> were read.</returns>
    public bool Note()
    {
        if (time.GetElapsedTime(_periodBegan) >= Period)
        {
            _wasBusy = _inPeriod > CalmPerPeriod;
            (_periodBegan, _inPeriod) = (time.GetTimestamp(), 0);
        }

        _inPeriod++;
        _sincePause++;
        return _wasBusy || _inPeriod > CalmPerPeriod;
    }

    /// <summary>Whether to pause although more wait.</summary>
    public bool IsFull => _sincePause >= MaxBetweenPauses;

    public void Paused() => _sincePause = 0;
}
