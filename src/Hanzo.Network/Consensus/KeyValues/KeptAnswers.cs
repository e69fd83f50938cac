using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>Answers that sessions may ask for again, within <see cref="KeyValueLimits.MaxAnswers"/>; the same on every member.</summary>
internal static class KeptAnswers
{
    // Forgotten down to here, so that it is seldom.
    private const long Least = KeyValueLimits.MaxAnswers / 4 * 3;

    private static readonly KeyValueResult Forgotten = new KeyValueResult.Refused(
        KeyValueRefusal.AlreadyAnswered, "the request was executed once, and its answer is not kept any more; read what there is now");

    public static long LengthOf(KeyValueResult result) => result is KeyValueResult.Transacted done
        ? done.Results.OrEmpty().Sum(one => one.Entries.OrEmpty().Sum(
            found => (long)found.Key.Length + found.Entry.Value.Length + LogEntry.Overhead))
        : 0;

    public static long LengthOf(ClientSession session) => session.Results.Values.Sum(LengthOf);

    /// <param name="done">Answers up to there are asked for no more.</param>
    public static KeyValueState Add(KeyValueState state, ClientStamp stamp, long done, KeyValueResult result)
    {
        var session = state.Sessions[stamp.Session];
        var ended = session.Results.TakeWhile(known => known.Key <= done).ToArray();
        var results = session.Results.RemoveRange(ended.Select(known => known.Key)).Add(stamp.Sequence, result);
        state = state with
        {
            Sessions = state.Sessions.SetItem(stamp.Session, new ClientSession(state.Index, done, results)),
            Answers = state.Answers - ended.Sum(known => LengthOf(known.Value)) + LengthOf(result),
        };
        return state.Answers > KeyValueLimits.MaxAnswers ? Forget(state) : state;
    }

    public static KeyValueState Remove(KeyValueState state, long session) => state.Sessions.TryGetValue(session, out var known)
        ? state with { Sessions = state.Sessions.Remove(session), Answers = state.Answers - LengthOf(known) }
        : state;

    private static KeyValueState Forget(KeyValueState state)
    {
        var (sessions, left) = (state.Sessions.ToBuilder(), state.Answers);
        foreach (var (id, session) in state.Sessions.OrderBy(session => session.Value.Used))
        {
            if (left <= Least) break;
            var large = session.Results.Where(known => LengthOf(known.Value) > 0).ToArray();
            var forgotten = large.Select(known => KeyValuePair.Create(known.Key, Forgotten));
            sessions[id] = session with { Results = session.Results.SetItems(forgotten) };
            left -= large.Sum(known => LengthOf(known.Value));
        }
        return state with { Sessions = sessions.ToImmutable(), Answers = left };
    }
}
