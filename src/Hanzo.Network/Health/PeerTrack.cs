using System.Collections.Immutable;

namespace Hanzo.Network.Health;

/// <summary>
/// What is remembered of one peer to judge it: it is suspected before it counts as unreachable, must answer for a while before it is
/// healthy again, and one that comes and goes is told as flapping once instead of as healthy and lost by turns.
/// </summary>
public sealed record PeerTrack
{
    public static readonly PeerTrack New = new();

    private const int MaxFallsKept = 8;

    public PeerState State { get; init; } = PeerState.Suspect;

    /// <summary>Since when it has been answering without a break; null: it does not, or never has.</summary>
    public TimeSpan? AnswersSince { get; init; }

    /// <summary>When it stopped answering, the latest last.</summary>
    public ImmutableArray<TimeSpan> Falls { get; init; } = [];

    /// <summary>The same instance where nothing has changed.</summary>
    /// <param name="reachable">False: the cluster has found it unreachable.</param>
    /// <param name="heard">When it was heard of last; null: never.</param>
    /// <param name="now">By the same clock.</param>
    public PeerTrack At(bool reachable, TimeSpan? heard, TimeSpan now, HealthTimings timings)
    {
        if (heard is not { } last) return reachable ? this : Fallen(PeerState.Unreachable, now);
        var silent = now - last;
        if (!reachable || silent > timings.UnreachableAfter) return Fallen(PeerState.Unreachable, now);
        return silent > timings.SuspectAfter ? Fallen(PeerState.Suspect, now) : Answering(now, timings);
    }

    /// <summary>Whether a peer that was checked last at <paramref name="checkedAt"/> is to be checked now.</summary>
    public bool IsCheckDue(TimeSpan? checkedAt, TimeSpan now, HealthTimings timings)
    {
        // Half a period of grace: checks are made on ticks of that period, which are never quite on time.
        var grace = timings.RecheckEvery / 2;
        return checkedAt is not { } at || now - at >= (State == PeerState.Healthy ? timings.Interval : timings.RecheckEvery) - grace;
    }

    private PeerTrack Fallen(PeerState state, TimeSpan now)
    {
        if (State == PeerState.Unreachable && AnswersSince is null) state = PeerState.Unreachable;
        if (AnswersSince is null) return State == state ? this : this with { State = state };
        var kept = Falls.Length < MaxFallsKept ? Falls : Falls.RemoveAt(0);
        return this with { State = state, AnswersSince = null, Falls = kept.Add(now) };
    }

    private PeerTrack Answering(TimeSpan now, HealthTimings timings)
    {
        var since = AnswersSince ?? now;
        var state = StateOf(now - since, now, timings);
        return AnswersSince == since && State == state ? this : this with { State = state, AnswersSince = since };
    }

    private PeerState StateOf(TimeSpan steady, TimeSpan now, HealthTimings timings)
    {
        if (Falls.IsEmpty) return PeerState.Healthy;
        var flaps = Falls.Count(fall => now - fall <= timings.FlapWindow) >= HealthTimings.MaxFalls;
        if ((flaps || State == PeerState.Flapping) && steady < timings.SteadyAfter) return PeerState.Flapping;
        return State == PeerState.Healthy || steady >= timings.SettledAfter ? PeerState.Healthy : PeerState.Suspect;
    }
}
