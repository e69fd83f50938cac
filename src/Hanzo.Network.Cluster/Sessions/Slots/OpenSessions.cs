using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>
/// Which sessions of a slot have unfinished runs: what is recorded, and what is to be. One change is written at a time; what comes
/// meanwhile is written together. Pure.
/// </summary>
internal sealed record OpenSessions
{
    /// <summary>Sessions of a slot that may have unfinished runs at once: twice the runs that may wait on a node.</summary>
    public const int Most = 20_000;

    /// <summary>Sessions named in one event; its bytes stay far below the bound of an event.</summary>
    public const int MostInOneChange = 2_000;

    private static readonly ImmutableSortedSet<string> NoSessions =
        ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    public static readonly OpenSessions None = new();

    /// <summary>What a snapshot says.</summary>
    public static OpenSessions Of(SlotSnapshot snapshot) => None with { Recorded = NoSessions.Union(snapshot.Open) };

    /// <summary>In the journal, by ULID.</summary>
    public ImmutableSortedSet<string> Recorded { get; private init; } = NoSessions;

    /// <summary>Being written; null: nothing is.</summary>
    public SlotChanged? Writing { get; private init; }

    /// <summary>What sessions want that is neither recorded nor being written: true to be in the index.</summary>
    private ImmutableSortedDictionary<string, bool> Wanted { get; init; } =
        ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal);

    /// <summary>Whether a session waits for being recorded; closings may wait for company.</summary>
    public bool IsUrgent => Wanted.ContainsValue(true);

    public bool HasMore => !Wanted.IsEmpty;

    public bool IsFull => Recorded.Count + Wanted.Count + (Writing?.Opened.Length ?? 0) >= Most;

    /// <summary>Recorded, and not to be removed by what is being written.</summary>
    public bool Holds(string session) => Recorded.Contains(session) && Writing?.Closed.Contains(session) != true;

    public OpenSessions Open(string session) => Want(session, open: true);

    public OpenSessions Close(string session) => Want(session, open: false);

    /// <summary>Takes what is to be written next, openings first.</summary>
    /// <exception cref="InvalidOperationException">A change is being written already, or there is nothing to write.</exception>
    public OpenSessions Write()
    {
        if (Writing is not null || Wanted.IsEmpty) throw new InvalidOperationException("there is nothing to write now.");
        var next = Wanted.OrderByDescending(wanted => wanted.Value).Take(MostInOneChange).ToImmutableArray();
        return this with
        {
            Writing = new SlotChanged(
                [.. next.Where(wanted => wanted.Value).Select(wanted => wanted.Key)],
                [.. next.Where(wanted => !wanted.Value).Select(wanted => wanted.Key)]),
            Wanted = Wanted.RemoveRange(next.Select(wanted => wanted.Key)),
        };
    }

    /// <summary>A change is in the journal: the one that was being written, or one from before.</summary>
    public OpenSessions Apply(SlotChanged change) =>
        this with { Recorded = Recorded.Union(change.Opened).Except(change.Closed), Writing = null };

    /// <summary>What will be recorded once the present change is written decides whether there is anything to write.</summary>
    private OpenSessions Want(string session, bool open)
    {
        var coming = Writing?.Opened.Contains(session) == true || Holds(session);
        return this with { Wanted = coming == open ? Wanted.Remove(session) : Wanted.SetItem(session, open) };
    }
}
