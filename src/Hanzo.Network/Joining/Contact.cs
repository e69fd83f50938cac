namespace Hanzo.Network.Joining;

/// <summary>An address that may lead to a cluster, and what is known of it.</summary>
public sealed record Contact(NodeAddress Address, string Road, TimeSpan FirstHeard, bool Configured)
{
    public TimeSpan LastHeard { get; init; } = FirstHeard;
    public TimeSpan? LastProbed { get; init; }
    public TimeSpan? LastAnswered { get; init; }
    public TimeSpan? JoinFailedAt { get; init; }
    public ContactReport? Report { get; init; }

    /// <summary>It is ourselves, another name of a known contact, or of no network that we can join.</summary>
    public bool Useless { get; init; }

    /// <summary>It is said to carry our node id.</summary>
    public bool SaidTwin { get; init; }

    public bool Answers(TimeSpan now, JoinTimings timings) =>
        !Useless && LastAnswered is { } at && now - at <= timings.AnswerValidFor;

    /// <summary>May still turn out to be in a cluster, or to be lower than we are.</summary>
    public bool HoldsBack(TimeSpan now, TimeSpan startedAt, JoinTimings timings)
    {
        if (Useless || Report is { Leaving: true } || Answers(now, timings)) return false;
        if (LastAnswered is { } answered) return now - answered < timings.SilentContactDelay;
        return now - FirstHeard < timings.SilentContactDelay && now - startedAt < timings.LongestSilentDelay;
    }

    /// <summary>Said to carry our id and not yet asked successfully, nor silent for long enough to be taken for dead.</summary>
    public bool MayBeTwin(TimeSpan now, JoinTimings timings) =>
        SaidTwin && !Useless && LastAnswered is null && now - FirstHeard < timings.SilentContactDelay;

    public bool IsProbeDue(TimeSpan now, JoinTimings timings)
    {
        if (LastProbed is not { } last) return true;
        var slow = Useless || now - (LastAnswered ?? FirstHeard) >= timings.SilentContactDelay;
        return now - last >= (slow ? timings.SlowProbeInterval : timings.ProbeInterval);
    }

    public bool IsForgotten(TimeSpan now, JoinTimings timings) =>
        !Configured && now - LastHeard >= timings.ForgetAfter && now - (LastAnswered ?? FirstHeard) >= timings.ForgetAfter;
}
