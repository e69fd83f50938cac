using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Conversations;

/// <summary>What becomes of a session.</summary>
public enum SessionStep
{
    /// <summary>Nothing: it is in use, was used lately, or is there for ever.</summary>
    Keep,

    /// <summary>Its last event is due, and then the deletion of all before.</summary>
    Delete,

    /// <summary>It has its last event; what was before it is to be deleted, once more if it was.</summary>
    Clear,

    /// <summary>Its last event has been there for long enough: nothing stays.</summary>
    Forget,
}

/// <summary>
/// When a session is deleted that nobody uses any more, or that somebody wants deleted. Only the session itself decides, as it alone
/// writes its history; who looks after many asks those that seem to be due. Pure.
/// </summary>
public static class SessionAging
{
    /// <summary>A deleted session is known as such for as long as it was kept, and at least so long: no start is repeated later.</summary>
    public static readonly TimeSpan LeastGrave = TimeSpan.FromMinutes(1);

    /// <summary>What is dated before was so by a clock that nobody had set yet, and is as old as nobody knows.</summary>
    public static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>For <see cref="SessionDeleted.Why"/>: somebody wanted it.</summary>
    public const string OnRequest = "on request";

    private static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostPeriod = TimeSpan.FromHours(1);

    /// <summary>Looks in one time of keeping, at most.</summary>
    private const int Looks = 4;

    /// <param name="lastEvent">When the last event was stored.</param>
    /// <param name="keep">For so long after its last event a session is kept; null: for ever.</param>
    /// <param name="isWanted">Somebody wants it deleted, whether due or not.</param>
    public static SessionStep Decide(
        ConversationState state, DateTimeOffset lastEvent, DateTimeOffset now, TimeSpan? keep, bool isWanted = false)
    {
        if (state.Deleted is { } deleted) return IsPast(deleted.At, now, GraveOf(keep)) ? SessionStep.Forget : SessionStep.Clear;
        if (!state.IsIdle) return SessionStep.Keep;
        return isWanted || (keep is { } time && IsPast(lastEvent, now, time)) ? SessionStep.Delete : SessionStep.Keep;
    }

    /// <summary>Whether the session is to be asked, as far as its last event tells.</summary>
    /// <param name="size">Of all that is stored of it.</param>
    public static bool SeemsDue(StoredEvent last, StoredSize size, DateTimeOffset now, TimeSpan keep)
    {
        if (last.Manifest != ConversationEventCodec.Deleted) return IsPast(last.At, now, keep);
        return IsPast(last.At, now, GraveOf(keep)) || size.Events > 1 || size.Bytes > last.Payload.Length;
    }

    /// <summary>From one look to the next.</summary>
    public static TimeSpan PeriodOf(TimeSpan keep)
    {
        var period = keep / Looks;
        return period < LeastPeriod ? LeastPeriod : period > MostPeriod ? MostPeriod : period;
    }

    /// <param name="why">As in <see cref="SessionDeleted"/>.</param>
    public static Decision Delete(string why, DateTimeOffset now) => Decision.Nothing with { Events = [new SessionDeleted(why, now)] };

    /// <summary>For <see cref="SessionDeleted.Why"/>.</summary>
    public static string UnusedText(TimeSpan keep)
    {
        var (time, unit) = keep.TotalDays < 1 ? (keep.TotalSeconds, "s") : (keep.TotalDays, "days");
        return string.Create(CultureInfo.InvariantCulture, $"it was not used for {time:0.##} {unit}");
    }

    /// <summary>For who wanted it deleted, when <see cref="SessionHistory.ClearAsync"/> failed.</summary>
    public static string NotClearedText(SessionId session, string error) =>
        $"session '{session}' is deleted, but not all of it could be removed from the journal; delete it again for the rest: {error}";

    /// <summary>Why nobody can have it deleted now; null: it has nothing to do.</summary>
    public static Refusal? WhyInUse(ConversationState state) => state.Unfinished.FirstOrDefault() is not { } run
        ? null
        : new Refusal(
            NetworkError.Conflict,
            $"session '{state.Session}' cannot be deleted: run {new RunId(state.Session, run.Number)} has not ended; cancel it first.");

    /// <summary>Why nothing can be had of the session; null: it is not deleted.</summary>
    public static Refusal? WhyGone(ConversationState state) => state.Deleted is not { } deleted
        ? null
        : new Refusal(
            NetworkError.UnknownSession,
            string.Create(
                CultureInfo.InvariantCulture,
                $"session '{state.Session}' was deleted at {deleted.At.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC: {deleted.Why}."));

    private static TimeSpan GraveOf(TimeSpan? keep) => keep > LeastGrave ? keep.Value : LeastGrave;

    /// <summary>What is dated later than now was so by another clock, and counts as new.</summary>
    private static bool IsPast(DateTimeOffset since, DateTimeOffset now, TimeSpan time) => since >= Earliest && now - since >= time;
}
