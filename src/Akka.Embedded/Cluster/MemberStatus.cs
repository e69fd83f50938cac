namespace Akka.Cluster;

/// <summary>
/// A member goes Joining, (WeaklyUp,) Up, Leaving, Exiting, Removed; from each of these it may go Down, then Removed.
/// The numeric values are on the wire.
/// </summary>
public enum MemberStatus
{
    Joining = 0,
    Up = 1,
    Leaving = 2,
    Exiting = 3,
    Down = 4,
    Removed = 5,
    /// <summary>Admitted while there is no convergence; becomes Up when there is.</summary>
    WeaklyUp = 6,
}
