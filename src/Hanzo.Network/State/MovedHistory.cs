namespace Hanzo.Network.State;

/// <summary>Where a history is, as far as one node's own journal tells.</summary>
public enum HistoryPlace
{
    /// <summary>The node's own journal has nothing of it.</summary>
    Nowhere,

    /// <summary>In the node's own journal; it may be written there.</summary>
    Here,

    /// <summary>On its way into the network's journal: it is not written here any more.</summary>
    Leaving,

    /// <summary>In the network's journal.</summary>
    Moved,

    /// <summary>The network's journal has another history under the same id; this one stays, to be looked at by people.</summary>
    Kept,
}

/// <summary>
/// How a history goes over from a node's own journal into the network's: by marks behind its end, whose numbers are so high that no
/// writer, not even of another process that has not heard of it, can append before or after them. Each step may be repeated after a
/// crash, by any process that has the journal. Pure.
/// </summary>
public static class MovedHistory
{
    /// <summary>Format of the marks; they have no content.</summary>
    public const string Manifest = "journal.moved.1";

    /// <summary>Ids that begin so name the histories of others, and go over after these.</summary>
    public const string Indices = "0index.";

    /// <summary>Numbers of events are below it.</summary>
    public const long Step = 1L << 50;

    /// <param name="end">The highest number under its id in the node's own journal; 0: there is none.</param>
    public static HistoryPlace PlaceOf(long end) => (end / Step) switch
    {
        0 => end == 0 ? HistoryPlace.Nowhere : HistoryPlace.Here,
        1 => HistoryPlace.Leaving,
        2 => HistoryPlace.Moved,
        _ => HistoryPlace.Kept,
    };

    /// <summary>The number of the last event before the marks.</summary>
    public static long LastOf(long end) => end % Step;

    /// <summary>The number that says that it is there now.</summary>
    /// <param name="last">Of the last event.</param>
    /// <param name="place">One that has a mark.</param>
    public static long MarkOf(long last, HistoryPlace place)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(last, Step);
        return place switch
        {
            HistoryPlace.Leaving => Step + last,
            HistoryPlace.Moved => (2 * Step) + last,
            HistoryPlace.Kept => (3 * Step) + last,
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, "there is no mark of it."),
        };
    }
}
