using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// How a caller keeps after its run until the end: asks until it is acknowledged, then watches from the last event it has,
/// through lost messages, moved sessions and changes of membership. Pure: every input gives the next state and what to do.
/// Times are of a clock that nobody sets, since silence is measured by them.
/// </summary>
/// <param name="Agent">Needs a candidate all the time.</param>
/// <param name="Known">The run once acknowledged; null while its start is not.</param>
internal sealed record Pursuit(AgentName Agent, TimeSpan Since, TimeSpan? Deadline = null, RunResult? Known = null)
{
    public static readonly TimeSpan FirstRepeat = TimeSpan.FromMilliseconds(300);
    public static readonly TimeSpan LongestRepeat = TimeSpan.FromSeconds(2);

    /// <summary>Silence of the session after which the run is watched anew.</summary>
    public static readonly TimeSpan WatchAgainAfter = TimeSpan.FromSeconds(3);

    /// <summary>A start not acknowledged for so long is given up.</summary>
    public static readonly TimeSpan AcknowledgeWithin = TimeSpan.FromSeconds(30);

    /// <summary>A session silent for so long, though asked again and again, is given up.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(60);

    /// <summary>How long an acknowledged run waits for a node that may run its agent.</summary>
    public static readonly TimeSpan CandidateGrace = TimeSpan.FromSeconds(15);

    /// <summary>How long a start that was sent before its agent was taken back waits to hear whether it has begun.</summary>
    public static readonly TimeSpan TakenBackGrace = TimeSpan.FromSeconds(2);

    /// <summary>The session ends a run at its deadline; its word may come this much later.</summary>
    public static readonly TimeSpan DeadlineGrace = TimeSpan.FromSeconds(5);

    public long Last { get; init; }
    public TimeSpan Repeat { get; init; } = FirstRepeat;
    public TimeSpan NextSend { get; init; } = Since;
    public TimeSpan Heard { get; init; } = Since;
    public TimeSpan? NoCandidateSince { get; init; }

    /// <summary>Why nobody may have the run; null: somebody may.</summary>
    public Refusal? NoHome { get; init; }

    /// <summary>Starts sent so far.</summary>
    public int Sent { get; init; }

    /// <summary>Those of which it is not known that they have begun nothing.</summary>
    public ImmutableSortedSet<int> Outstanding { get; init; } = [];

    public bool Ended { get; init; }

    /// <summary>Watches a run that is not this caller's own: it may turn out unknown.</summary>
    public bool OnlyWatches { get; init; }

    /// <summary>Another caller may have started the same run: it begins in the journal that its id is bound to, and in no other.</summary>
    public bool IsGiven { get; init; }

    /// <summary>A start for which the journal cannot be used is given up after this time.</summary>
    public TimeSpan JournalPatience { get; init; } = AcknowledgeWithin;

    /// <summary>Why the journal cannot be used, since the start was first sent; null: it can, as far as is known here.</summary>
    public string? JournalProblem { get; init; }

    /// <summary>When <see cref="Tick"/> has something to do next.</summary>
    public TimeSpan Due => new[] { NextSend, GiveUpAt, Deadline + DeadlineGrace ?? TimeSpan.MaxValue }.Min();

    private bool IsOutOfReach => NoHome is { Error: NetworkError.HistoryUnavailable };

    private TimeSpan GiveUpAt =>
        NoCandidateSince + (Known is null ? TakenBackGrace : CandidateGrace) ?? (Known is null ? Since + Patience : Heard + LostAfter);

    private TimeSpan Patience => JournalProblem is null ? AcknowledgeWithin : JournalPatience;

    /// <summary>The same pursuit from another actor system: clocks of silence start anew.</summary>
    public Pursuit Resume(TimeSpan now) => this with
    {
        NextSend = now,
        Heard = now,
        Since = Known is null ? now : Since,
        Repeat = FirstRepeat,
        NoCandidateSince = null,
        NoHome = null,
        JournalProblem = null,
    };

    /// <summary>A journal that works again is given the time of a start that is sent now.</summary>
    /// <param name="last">What the journal of this node's process has failed with since it last stored something.</param>
    public Pursuit Noted(JournalFailure? last, TimeSpan now)
    {
        if (Known is not null) return this;
        if (last is { } failure) return failure.At >= Since ? this with { JournalProblem = failure.Message } : this;
        return JournalProblem is null ? this : this with { JournalProblem = null, Since = now, NextSend = now, Repeat = FirstRepeat };
    }

    public Step Tick(TimeSpan now)
    {
        if (Ended) return new Step(this, []);
        if (now >= Deadline + DeadlineGrace) return Fail("the deadline has passed and the session does not answer.");
        if (now >= GiveUpAt && Known is null && NoHome is { } nobody) return Fail(nobody.Message, nobody.Error);
        if (now >= GiveUpAt) return Fail(GiveUpText(), IsOutOfReach ? NetworkError.HistoryUnavailable : NetworkError.Unavailable);
        if (now < NextSend) return new Step(this, []);
        if (Known is not null) return new Step(this with { NextSend = now + WatchAgainAfter }, [new Watch(Known.Id, Last)]);
        var longer = Repeat * 2 < LongestRepeat ? Repeat * 2 : LongestRepeat;
        var attempt = Sent + 1;
        var sent = this with { NextSend = now + Repeat, Repeat = longer, Sent = attempt, Outstanding = Outstanding.Add(attempt) };
        return new Step(sent, [new Start(attempt)]);
    }

    public Step Accepted(RunAccepted accepted, TimeSpan now) =>
        Ended || Known is not null
            ? new Step(this, [])
            : new Step(HeardAt(now) with { Known = accepted.Run }, [new Accept(accepted.Run)]);

    /// <summary>Of the start: final. Once acknowledged, a late refusal of a repeated start means nothing.</summary>
    public Step Refused(RunRefused refused)
    {
        if (Ended || Known is not null) return new Step(this, []);
        return new Step(this with { Ended = true }, [new Failed(refused.Error, refused.Message)]);
    }

    /// <summary>
    /// An attempt came to a node with another journal than the session is to begin in. When all have, the session has begun nowhere, and
    /// may begin there. What other callers' attempts have begun is not known here.
    /// </summary>
    public Step Unbound(RunUnbound unbound, TimeSpan now)
    {
        if (Ended || Known is not null) return new Step(this, []);
        if (IsGiven)
            return Fail(unbound.Held ?? $"history unavailable: it is not on node '{unbound.Node}'.", NetworkError.HistoryUnavailable);
        var next = this with { Outstanding = Outstanding.Remove(unbound.Attempt) };
        return next.Outstanding.IsEmpty
            ? new Step(next with { NextSend = now, Repeat = FirstRepeat }, [new Rebind(unbound.Journal)])
            : new Step(next, []);
    }

    /// <param name="room">How many events the caller can take; the rest is asked for again.</param>
    public Step Observed(RunObserved observed, int room, TimeSpan now)
    {
        if (Ended || (Known is not null && observed.Run != Known.Id)) return new Step(this, []);
        var next = HeardAt(now);
        if (observed.Previous > Last)
            return new Step(next with { NextSend = now + WatchAgainAfter }, Known is null ? [] : [new Watch(Known.Id, Last)]);

        var actions = ImmutableArray.CreateBuilder<PursuitAction>();
        foreach (var @event in observed.Events)
        {
            // Who has many events waiting goes without pieces of replies.
            if (@event.Sequence <= Last || (@event.Sequence is null && room <= RunCall.MaxWaitingEvents / 2)) continue;
            if (room-- <= 0) return new Step(next with { NextSend = now + FirstRepeat }, actions.ToImmutable());
            actions.Add(new Deliver(@event));
            next = next with { Last = @event.Sequence ?? next.Last };
            if (!@event.IsTerminal) continue;
            actions.Add(new Done(ResultOf(@event, observed.Node)));
            return new Step(next with { Ended = true }, actions.ToImmutable());
        }

        if (!observed.IsOver) return new Step(next, actions.ToImmutable());
        actions.Add(new Over());
        return new Step(next with { Ended = true }, actions.ToImmutable());
    }

    /// <summary>The session will not tell what it was asked.</summary>
    public Step Declined(RunDeclined declined)
    {
        if (Ended || Known is null || declined.Run != Known.Id) return new Step(this, []);
        // The run of a start that was repeated late: who waits for its result needs no events.
        return declined.Error == NetworkError.EventsDeleted && !OnlyWatches && Known.Status.HasEnded()
            ? new Step(this with { Ended = true }, [new DoneUnseen(Known, declined.Message)])
            : Fail(declined.Message, declined.Error);
    }

    public Step Unknown(RunUnknown unknown, TimeSpan now)
    {
        if (Ended || Known is null || unknown.Run != Known.Id) return new Step(this, []);
        if (unknown.Held is { } held)
            return OnlyWatches
                ? Fail(held, NetworkError.HistoryUnavailable)
                : Changed(new Refusal(NetworkError.HistoryUnavailable, held), now);
        if (OnlyWatches)
            return Fail($"run {unknown.Run} is unknown to its session on node '{unknown.Node}'.", NetworkError.UnknownRun);
        return Fail(
            $"run {unknown.Run} was on node '{Known.Node}'; node '{unknown.Node}' now has its session but not its history, "
            + "which no other node has.");
    }

    /// <summary>Members, agents or slots changed: ask again now, and see whether anyone is left to run the agent.</summary>
    /// <param name="noHome">Why nobody is; null: somebody may be.</param>
    /// <param name="isTakenBack">The agent was: what has begun before goes on, and its acknowledgement may be on its way.</param>
    public Step Changed(Refusal? noHome, TimeSpan now, bool isTakenBack = false)
    {
        if (Ended) return new Step(this, []);
        if (noHome is null)
            return new Step(this with { NoCandidateSince = null, NoHome = null, NextSend = now, Repeat = FirstRepeat }, []);
        return Known is null && !(isTakenBack && Sent > 0)
            ? new Step(this with { Ended = true }, [new Failed(noHome.Error, noHome.Message)])
            : new Step(this with { NoCandidateSince = NoCandidateSince ?? now, NoHome = noHome }, []);
    }

    private Pursuit HeardAt(TimeSpan now) =>
        this with { Heard = now, NextSend = now + WatchAgainAfter, NoCandidateSince = null, NoHome = null };

    private Step Fail(string message, NetworkError error = NetworkError.Unavailable) =>
        new(this with { Ended = true }, [new Failed(error, message)]);

    private string GiveUpText()
    {
        if (IsOutOfReach) return $"run {Known!.Id} was on node '{Known.Node}': {NoHome!.Message}";
        if (NoCandidateSince is not null) return $"run {Known!.Id} was on node '{Known.Node}', and no node may run agent '{Agent}' now.";
        if (Known is null && JournalProblem is not null)
            return $"the start of a run of '{Agent}' was not acknowledged within {JournalPatience.TotalSeconds} s, and may start later: "
                + JournalProblem;
        return Known is null
            ? $"the start of a run of '{Agent}' was not acknowledged within {AcknowledgeWithin.TotalSeconds} s; it may have started."
            : $"run {Known.Id} on node '{Known.Node}' gave no sign of life for {LostAfter.TotalSeconds} s; it may go on.";
    }

    private RunResult ResultOf(RunEvent terminal, string node) => (Known ?? Unacknowledged(terminal.Run, node)) with
    {
        Node = node,
        Status = terminal.Type switch
        {
            RunEventTypes.Completed => RunStatus.Completed,
            RunEventTypes.Cancelled => RunStatus.Cancelled,
            _ => RunStatus.Failed,
        },
        Output = terminal.Data["output"]?.GetValue<string>() ?? "",
        Error = terminal.Data["error"]?.GetValue<string>(),
        Usage = RunUsage.FromJson(terminal.Data["usage"]),
    };

    private static RunResult Unacknowledged(RunId run, string node) => new() { Id = run, Node = node, Status = RunStatus.Running };

    public sealed record Step(Pursuit Next, ImmutableArray<PursuitAction> Actions);
}
