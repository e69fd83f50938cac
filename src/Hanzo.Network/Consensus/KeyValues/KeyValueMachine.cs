using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.KeyValues;

/// <param name="Changes">In the order in which they were made; all of one revision.</param>
public readonly record struct KeyValueStep(KeyValueState State, KeyValueResult Result, ImmutableArray<KeyValueChange> Changes);

/// <summary>The replicated store as a pure function: the same state and entry give the same on every member.</summary>
public static class KeyValueMachine
{
    /// <param name="index">Of the log entry; above that of the state.</param>
    public static KeyValueStep Apply(KeyValueState state, long index, KeyValueRequest request)
    {
        Invariant.Require(index > state.Index, "an entry is applied twice");
        state = state with { Index = index };
        if (request.Stamp is not { } stamp) return Execute(state, request.Command);
        if (!state.Sessions.TryGetValue(stamp.Session, out var session))
            return Refuse(state, KeyValueRefusal.UnknownSession, $"session {stamp.Session} is not open");
        if (session.Results.TryGetValue(stamp.Sequence, out var known)) return new(state, known, []);
        if (stamp.Sequence <= session.Done)
            return Refuse(state, KeyValueRefusal.AlreadyAnswered, $"request {stamp.Sequence} of session {stamp.Session} was answered");
        var done = Math.Max(session.Done, Math.Min(stamp.Done, stamp.Sequence - 1));
        if (stamp.Sequence > done + KeyValueLimits.MaxPendingRequests)
        {
            return Refuse(state, KeyValueRefusal.OutOfBounds, $"request {stamp.Sequence} of session {stamp.Session} is more than "
                + $"{KeyValueLimits.MaxPendingRequests} above {done}, the last that its client has the answer of");
        }
        var step = Execute(state, request.Command);
        if (!step.State.Sessions.ContainsKey(stamp.Session)) return step;
        return step with { State = KeptAnswers.Add(step.State, stamp, done, step.Result) };
    }

    private static KeyValueStep Execute(KeyValueState state, KeyValueCommand command)
    {
        if (KeyValueLimits.Check(command) is { } error) return Refuse(state, KeyValueRefusal.OutOfBounds, error);
        switch (command)
        {
            case KeyValueCommand.Transact transact:
                return KeyValueTransaction.Execute(state, transact);
            case KeyValueCommand.OpenSession:
                return Open(state);
            case KeyValueCommand.CloseSession close:
                return Done(KeptAnswers.Remove(state, close.Session));
            case KeyValueCommand.GrantLease grant:
                return Grant(state, grant.Milliseconds);
            case KeyValueCommand.KeepAlive keep:
                if (!state.Leases.TryGetValue(keep.Lease, out var lease)) return UnknownLease(state, keep.Lease);
                lease = lease with { Deadline = state.Time + lease.Milliseconds };
                return Done(state with { Leases = state.Leases.SetItem(keep.Lease, lease) });
            case KeyValueCommand.RevokeLease revoke:
                return state.Leases.ContainsKey(revoke.Lease) ? End(state, [revoke.Lease]) : UnknownLease(state, revoke.Lease);
            case KeyValueCommand.Advance advance:
                state = state with { Time = state.Time + advance.Milliseconds };
                return End(state, [.. state.Leases.Where(held => held.Value.Deadline <= state.Time).Select(held => held.Key)]);
            default:
                throw new InvalidOperationException($"{command} is no command.");
        }
    }

    internal static KeyValueStep UnknownLease(KeyValueState state, long lease) =>
        Refuse(state, KeyValueRefusal.UnknownLease, $"lease {lease} has ended or was never granted");

    internal static KeyValueStep Refuse(KeyValueState state, KeyValueRefusal reason, string detail) =>
        new(state, new KeyValueResult.Refused(reason, detail), []);

    private static KeyValueStep Done(KeyValueState state) => new(state, new KeyValueResult.Done(state.Revision), []);

    // §6.3: with too many sessions the one that was not used for longest goes, by the log, so on every member the same.
    private static KeyValueStep Open(KeyValueState state)
    {
        if (state.Sessions.Count >= KeyValueLimits.MaxSessions)
            state = KeptAnswers.Remove(state, state.Sessions.MinBy(session => session.Value.Used).Key);
        var sessions = state.Sessions.Add(
            state.Index, new ClientSession(state.Index, 0, ImmutableSortedDictionary<long, KeyValueResult>.Empty));
        return new(state with { Sessions = sessions }, new KeyValueResult.SessionOpened(state.Index), []);
    }

    private static KeyValueStep Grant(KeyValueState state, long milliseconds)
    {
        if (state.Leases.Count >= KeyValueLimits.MaxLeases)
            return Refuse(state, KeyValueRefusal.OutOfBounds, $"{state.Leases.Count} leases; allowed are {KeyValueLimits.MaxLeases}");
        var leases = state.Leases.Add(state.Index, new KeyValueLease(milliseconds, state.Time + milliseconds));
        return new(state with { Leases = leases }, new KeyValueResult.LeaseGranted(state.Index, milliseconds), []);
    }

    private static KeyValueStep End(KeyValueState state, ImmutableArray<long> leases)
    {
        if (leases.IsEmpty) return Done(state);
        var edit = new KeyValueEdit(state);
        foreach (var lease in leases)
        {
            foreach (var key in state.LeaseKeys.GetValueOrDefault(lease, [])) edit.Delete(key);
            edit.EndLease(lease);
        }
        var ended = edit.ToState();
        return new(ended, new KeyValueResult.Done(ended.Revision), edit.Changes);
    }
}
