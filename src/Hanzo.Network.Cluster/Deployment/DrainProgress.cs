using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>
/// How far the draining of this node is: pure, every look gives the next state. It is drained when everybody knows that it drains
/// and nothing has been under way since, in one actor system, without a break.
/// </summary>
/// <param name="Began">Times are of a clock that nobody sets.</param>
/// <param name="Timeout">For the runs under way.</param>
internal sealed record DrainProgress(TimeSpan Began, TimeSpan Timeout)
{
    /// <summary>What was sent before its sender knew has come, or comes again, within this time.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>Who has not confirmed by then is out of reach; what it sends nevertheless finds a node that takes no runs.</summary>
    public static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// So long before time is up slots at work are to move, too: the hand-off's timeout of 10 s, and what it takes to notice.
    /// </summary>
    public static readonly TimeSpan Haste = TimeSpan.FromSeconds(15);

    public DrainStep Step { get; private init; } = new(DrainPhase.Draining, 0, 0, 0, 0);

    /// <summary>The actor system looked at last, and since when; 0: none.</summary>
    private (long Generation, TimeSpan Since) Seen { get; init; }

    private TimeSpan? QuietSince { get; init; }

    public bool Hurries(TimeSpan now) => now >= Began + Timeout - Haste;

    public DrainProgress Next(DrainLook look, TimeSpan now)
    {
        var isNew = look.Generation != Seen.Generation;
        var seen = isNew ? (look.Generation, Since: now) : Seen;
        TimeSpan? quietSince = !IsQuiet(look, now - seen.Since) ? null : isNew ? now : QuietSince ?? now;
        var phase = now - quietSince >= Settled ? DrainPhase.Drained
            : quietSince is null && now >= Began + Timeout ? DrainPhase.TimedOut
            : DrainPhase.Draining;
        var (toMove, kept) = look.Slots is { } slots ? (look.ToMove, slots - look.ToMove) : (Step.SlotsToMove, Step.SlotsKept);
        var step = new DrainStep(phase, look.Runs.Active + look.Runs.Accepting, look.Runs.Queued, toMove, kept);
        return this with { Seen = seen, QuietSince = quietSince, Step = step };
    }

    /// <summary>A run came at the last moment.</summary>
    public DrainProgress Disturbed() => this with { QuietSince = null, Step = Step with { Phase = DrainPhase.Draining } };

    private static bool IsQuiet(DrainLook look, TimeSpan lived) =>
        look is { Generation: > 0, IsDraining: true, Slots: not null, ToMove: 0 }
        && look.Runs == default && (look.IsTold || lived >= ToldWithin);
}

/// <summary>What one look at this node has found.</summary>
/// <param name="Generation">Number of the actor system that serves; 0: none does now.</param>
/// <param name="Runs">On this node, in whichever actor system.</param>
internal sealed record DrainLook(long Generation, SessionCounts Runs)
{
    /// <summary>This node says of itself that it drains.</summary>
    public bool IsDraining { get; private init; }

    /// <summary>All other nodes have confirmed that they know.</summary>
    public bool IsTold { get; init; }

    /// <summary>On this node; null: it did not say.</summary>
    public int? Slots { get; private init; }

    /// <summary>Of these, those that can go.</summary>
    public int ToMove { get; private init; }

    /// <param name="slots">As the region has them.</param>
    public DrainLook With(DirectorySnapshot snapshot, ImmutableArray<string> slots) => this with
    {
        IsDraining = snapshot.Self is { Description.Draining: true },
        Slots = slots.Length,
        ToMove = DrainSlots.CountMovable(snapshot, slots),
    };
}
