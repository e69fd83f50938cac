namespace Akka.Embedded.Membership;

/// <summary>
/// Whether this node has been running all the time. One that was held up (a suspended machine, a stopped process) may have been given up
/// meanwhile, and others may own what it owned: until another member confirms that it still is one, it must not act as an owner.
/// </summary>
/// <param name="limit">Others take nothing over sooner than after a silence of this length.</param>
internal sealed class Pulse(TimeSpan limit, TimeProvider time)
{
    private const long Resting = long.MinValue;

    private long _last = Resting;
    private bool _isDoubtful;

    /// <summary>May be asked by any thread.</summary>
    public bool IsSure => !Volatile.Read(ref _isDoubtful) && !IsLate;

    private bool IsLate => Volatile.Read(ref _last) is var last and not Resting && time.GetElapsedTime(last) > limit;

    /// <summary>The daemon runs. False: it was held up, and nobody has confirmed since.</summary>
    public bool Beat()
    {
        if (IsLate)
        {
            Volatile.Write(ref _isDoubtful, true);
        }

        Volatile.Write(ref _last, time.GetTimestamp());
        return !_isDoubtful;
    }

    public void Confirm() => Volatile.Write(ref _isDoubtful, false);

    /// <summary>There is nobody else who could take anything over; no beat need come.</summary>
    public void Rest()
    {
        Volatile.Write(ref _last, Resting);
        Confirm();
    }
}
