using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>
/// Linearizable reads without the log (Ongaro 2014, §6.4): a read is given the commit index of when it came, and answered when a round
/// that was sent after it shows that its leader was still the leader. Many reads share a round. A round that a quorum has answered is a
/// lease too (§6.4.1).
/// </summary>
internal sealed class LeaderReads(RaftSettings settings, RaftRules rules)
{
    /// <summary>Unanswered rounds; with more no new ones begin, and reads wait for a later one.</summary>
    private const int MaxRounds = 256;

    private readonly Queue<(long Round, long Tick)> _rounds = [];
    private readonly Queue<(long Round, WaitingRead Read)> _waiting = [];
    private long _confirmedAt = long.MinValue / 2;
    private bool _wanted;

    /// <summary>The newest that was sent; answers carry it.</summary>
    public long Round { get; private set; }

    /// <summary>For the rest of the term: the leader has asked another to take over, who needs no followers' patience (§6.4.1).</summary>
    public bool LeaseGivenUp { get; set; }

    /// <summary>A round is to go out, since reads wait for one.</summary>
    public bool WantsRound => _wanted && _rounds.Count < MaxRounds;

    public bool Holds(long now) => !LeaseGivenUp && rules.LeaseHolds(now, _confirmedAt, settings.LeaseTicks);

    /// <returns>False: too many wait.</returns>
    public bool Add(WaitingRead read)
    {
        if (_waiting.Count >= settings.MaxReads) return false;
        _waiting.Enqueue((Round + 1, read));
        _wanted = true;
        return true;
    }

    /// <returns>False: too many rounds are unanswered.</returns>
    public bool Begin(long now)
    {
        if (_rounds.Count >= MaxRounds) return false;
        _wanted = false;
        _rounds.Enqueue((++Round, now));
        return true;
    }

    /// <param name="round">That a quorum has answered.</param>
    /// <returns>The reads that it confirms.</returns>
    public ImmutableArray<WaitingRead> Confirmed(long round)
    {
        while (_rounds.TryPeek(out var oldest) && oldest.Round <= round) _confirmedAt = Math.Max(_confirmedAt, _rounds.Dequeue().Tick);
        if (_waiting.Count == 0 || _waiting.Peek().Round > round) return [];
        var confirmed = ImmutableArray.CreateBuilder<WaitingRead>();
        while (_waiting.TryPeek(out var first) && first.Round <= round) confirmed.Add(_waiting.Dequeue().Read);
        return confirmed.DrainToImmutable();
    }

    public ImmutableArray<WaitingRead> TakeAll()
    {
        var all = _waiting.Select(waiting => waiting.Read).ToImmutableArray();
        _waiting.Clear();
        return all;
    }
}

/// <param name="Asker">Who it is answered to; null: this member's own.</param>
/// <param name="Life">Of the asker.</param>
/// <param name="Index">To have been applied before the answer.</param>
internal readonly record struct WaitingRead(long Id, MemberId? Asker, long Life, long Index);
