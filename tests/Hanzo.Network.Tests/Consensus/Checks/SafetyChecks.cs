using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Tests.Consensus.Simulated;

namespace Hanzo.Network.Tests.Consensus.Checks;

/// <summary>The properties of the Raft paper's figure 3 (Ongaro 2014, figure 3.2), checked after every step of every member.</summary>
internal sealed class SafetyChecks
{
    private readonly Dictionary<long, MemberId> _leaders = [];
    private readonly Dictionary<(long Index, long Term), (ReadOnlyMemory<byte> Payload, GroupConfig? Config, long? Previous)> _entries = [];
    private readonly List<long> _committedTerms = [0];
    private readonly List<long> _committedIn = [0];
    private readonly Dictionary<MemberId, long> _leading = [];
    private readonly Dictionary<MemberId, long> _checkedCommits = [];

    /// <summary>The highest index that any member has known to be committed.</summary>
    public long Committed => _committedTerms.Count - 1;

    public int Elections => _leaders.Count;

    /// <summary>Before the batch is part of what is written.</summary>
    public void Writing(MemberId member, RaftStatus status, DiskContent before, PersistBatch batch)
    {
        if (batch.Entries.IsEmpty) return;
        var leads = status.Role == RaftRole.Leader && _leading.GetValueOrDefault(member) == status.Term;
        if (leads && batch.Entries[0].Index <= before.LastIndex)
            throw new PropertyBrokenException("leader append-only", $"{member} leads {status.Term} and replaces {batch.Entries[0].Index}");
        var previous = batch.Install?.Term ?? before.TermAt(batch.Entries[0].Index - 1);
        foreach (var entry in batch.Entries)
        {
            Match(member, entry, previous);
            previous = entry.Term;
        }
    }

    public void Stepped(MemberId member, RaftStatus status, DiskContent log)
    {
        Commit(member, status, log);
        if (status.Role != RaftRole.Leader)
        {
            _leading.Remove(member);
            return;
        }
        if (_leading.GetValueOrDefault(member) == status.Term) return;
        _leading[member] = status.Term;
        if (!_leaders.TryAdd(status.Term, member) && _leaders[status.Term] != member)
            throw new PropertyBrokenException("election safety", $"{_leaders[status.Term]} and {member} lead term {status.Term}");
        for (var index = log.Before.Index + 1; index <= Committed; index++)
        {
            // Votes may come so late that a leader of a later term has committed entries by then: those are none of this leader's.
            if (_committedIn[(int)index] < status.Term && log.TermAt(index) != _committedTerms[(int)index])
            {
                throw new PropertyBrokenException(
                    "leader completeness", $"{member} leads {status.Term} without {index}.{_committedTerms[(int)index]}");
            }
        }
    }

    /// <param name="applied">Before this entry, at this member.</param>
    public void Applying(MemberId member, long applied, LogEntry entry)
    {
        if (entry.Index != applied + 1)
            throw new PropertyBrokenException("state machine safety", $"{member} applies {entry.Index} after {applied}");
        if (entry.Index > Committed || _committedTerms[(int)entry.Index] != entry.Term)
            throw new PropertyBrokenException("state machine safety", $"{member} applies another {entry.Index} than others");
    }

    /// <summary>A member's life has ended; it may know less in its next.</summary>
    public void Crashed(MemberId member)
    {
        _leading.Remove(member);
        _checkedCommits.Remove(member);
    }

    private void Commit(MemberId member, RaftStatus status, DiskContent log)
    {
        var from = _checkedCommits.GetValueOrDefault(member);
        for (var index = Math.Max(from, log.Before.Index - 1) + 1; index <= status.Commit; index++)
        {
            if (log.TermAt(index) is not { } term)
            {
                if (index <= status.Snapshot.Index) continue;
                throw new PropertyBrokenException("state machine safety", $"{member} has committed {index}, which it has not");
            }
            if (index == _committedTerms.Count)
            {
                _committedTerms.Add(term);
                _committedIn.Add(status.Term);
            }
            else if (index < _committedTerms.Count && _committedTerms[(int)index] != term && index > 0)
            {
                throw new PropertyBrokenException(
                    "state machine safety", $"{member} has committed {index}.{term}, others {index}.{_committedTerms[(int)index]}");
            }
        }
        _checkedCommits[member] = status.Commit;
    }

    private void Match(MemberId member, LogEntry entry, long? previous)
    {
        var key = (entry.Index, entry.Term);
        if (!_entries.TryGetValue(key, out var known))
        {
            _entries.Add(key, (entry.Payload, entry.Config, previous));
            return;
        }
        if (!known.Payload.Span.SequenceEqual(entry.Payload.Span) || !Equals(known.Config, entry.Config)
            || (known.Previous is { } one && previous is { } other && one != other))
            throw new PropertyBrokenException("log matching", $"{member} has another {entry.Index}.{entry.Term} than others");
    }
}
