using System.Collections.Immutable;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>
/// Where each shard is and who waits for it. The regions are the truth: they report what they host when they register, and nothing is
/// allocated before every member that may host something has spoken. A shard has an owner from its allocation until its owner says that
/// it has stopped, or is gone; so it never has two.
/// </summary>
internal class ShardCoordinatorState<TRegion>
    where TRegion : notnull
{
    private readonly ShardTable<TRegion> _table = new();
    private readonly HashSet<string> _silentNodes = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TRegion> _unconfirmed = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, HandOff<TRegion>> _handOffs = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, List<TRegion>> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _allocating = new(StringComparer.Ordinal);
    private readonly List<CoordinatorEffect<TRegion>> _effects = [];
    private bool _permitted = true;

    /// <summary>Shards by region, without proxies and without regions that leave: what strategies choose from.</summary>
    public ImmutableDictionary<TRegion, IImmutableList<string>> Candidates => _table.Candidates;

    public bool Ready => _permitted && _silentNodes.Count == 0;

    /// <summary>Something is unanswered: <see cref="CoordinatorInput{TRegion}.RetryDue"/> is needed.</summary>
    public bool NeedsRetry =>
        _silentNodes.Count > 0 || _unconfirmed.Count > 0 || _handOffs.Count > 0 || _waiting.Count > 0
        || _table.Regions.Any(entry => entry.Leaving);

    public bool HasShards => _table.Count > 0;

    public IReadOnlyCollection<string> SilentNodes => _silentNodes;

    public IEnumerable<string> HandOffsUnderWay => _handOffs.Keys;

    public IEnumerable<TRegion> HostingRegions => 
        _table.Regions.Where(entry => !entry.Proxy).Select(entry => entry.Region);

    public bool TryGetOwner(string shard, out TRegion owner)
    {
        var owned = _table.TryGet(shard, out var tenure);
        owner = tenure.Owner;
        return owned;
    }

    /// <summary>The effects are valid until the next call.</summary>
    public virtual IReadOnlyList<CoordinatorEffect<TRegion>> Decide(CoordinatorInput<TRegion> input)
    {
        _effects.Clear();
        Apply(input);
        return _effects;
    }

    private void Apply(CoordinatorInput<TRegion> input)
    {
        switch (input)
        {
            case CoordinatorInput<TRegion>.NodeExpected expected:
                if (!_table.Regions.Any(entry => !entry.Proxy && entry.Node == expected.Node))
                    _silentNodes.Add(expected.Node);
                break;
            case CoordinatorInput<TRegion>.NodeHasNoRegion none:
                NodeSpoke(none.Node);
                break;
            case CoordinatorInput<TRegion>.NodeRemoved removed:
                foreach (var entry in _table.Regions.Where(entry => entry.Node == removed.Node))
                    Suspect(entry);
                break;
            case CoordinatorInput<TRegion>.NodeLost lost:
                foreach (var entry in _table.Regions.Where(entry => entry.Node == lost.Node).ToList())
                    Forget(entry);
                NodeSpoke(lost.Node);
                break;
            case CoordinatorInput<TRegion>.Registered registered:
                Register(registered);
                break;
            case CoordinatorInput<TRegion>.RegionStopped stopped:
                if (_table.Find(stopped.Region) is { } gone)
                    Forget(gone);
                break;
            case CoordinatorInput<TRegion>.HomeRequested requested:
                FindHome(requested.Requester, requested.Shard);
                break;
            case CoordinatorInput<TRegion>.ShardStarted started when IsOwner(started.Region, started.Shard):
                _unconfirmed.Remove(started.Shard);
                break;
            case CoordinatorInput<TRegion>.ShardStarted:
                break;
            case CoordinatorInput<TRegion>.ShardStopped stopped when HasStopped(stopped):
                Free(stopped.Shard);
                break;
            case CoordinatorInput<TRegion>.ShardStopped:
                break;
            case CoordinatorInput<TRegion>.HandOffBegun begun when _table.IsTerm(begun.Shard, begun.Term):
                Begun(begun.Shard, begun.Region);
                break;
            case CoordinatorInput<TRegion>.HandOffBegun:
                break;
            case CoordinatorInput<TRegion>.Allocated allocated:
                Place(allocated.Shard, allocated.Region);
                break;
            case CoordinatorInput<TRegion>.AllocationFailed failed:
                _allocating.Remove(failed.Shard);
                break;
            case CoordinatorInput<TRegion>.RebalanceChosen chosen:
                foreach (var shard in chosen.Shards)
                    StartHandOff(shard);
                break;
            case CoordinatorInput<TRegion>.LeaveRequested leave when _table.Find(leave.Region) is { } entry:
                entry.Leaving = true;
                _table.Close(entry);
                HandOffAll(leave.Region);
                break;
            case CoordinatorInput<TRegion>.LeaveRequested:
                break;
            case CoordinatorInput<TRegion>.AllocationPermitted permission:
                _permitted = permission.Permitted;
                AllocateWaiting();
                break;
            case CoordinatorInput<TRegion>.RetryDue:
                Retry();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "Unknown input.");
        }
    }

    private bool HasStopped(CoordinatorInput<TRegion>.ShardStopped stopped) =>
        IsOwner(stopped.Region, stopped.Shard) && (stopped.Term == Tenure.AnyTerm || _table.IsTerm(stopped.Shard, stopped.Term));

    private bool IsOwner(TRegion region, string shard) => _table.TryGet(shard, out var tenure) && tenure.Owner.Equals(region);

    private void Suspect(RegionEntry<TRegion> entry)
    {
        entry.Suspect = true;
        _table.Close(entry);
    }

    private void NodeSpoke(string node)
    {
        _silentNodes.Remove(node);
        AllocateWaiting();
    }

    private void Register(CoordinatorInput<TRegion>.Registered registration)
    {
        var region = registration.Region;
        if (_table.Find(region) is null)
            _table.Add(new RegionEntry<TRegion>(region, registration.Node, registration.Proxy));
        _effects.Add(new CoordinatorEffect<TRegion>.ConfirmRegistration(region));
        foreach (var shard in registration.Hosted)
            TakeOver(region, shard);
        RepeatMissing(region, registration.Hosted);
        if (!registration.Proxy)
            NodeSpoke(registration.Node);
    }

    private void TakeOver(TRegion region, string shard)
    {
        if (!_table.TryGet(shard, out var tenure))
        {
            _table.Give(shard, region);
            TellWaiting(shard, region);
        }
        else if (!tenure.Owner.Equals(region))
        {
            _effects.Add(new CoordinatorEffect<TRegion>.ReportConflict(shard, tenure.Owner, region));
            _effects.Add(new CoordinatorEffect<TRegion>.HandOff(region, shard, _table.NextTerm()));
        }
        else
        {
            _unconfirmed.Remove(shard);
        }
    }

    // A region that registers again may not have got what it was told to host meanwhile.
    private void RepeatMissing(TRegion region, ImmutableArray<string> hosted)
    {
        var running = hosted.ToHashSet(StringComparer.Ordinal);
        foreach (var shard in _table.OwnedBy(region))
        {
            if (!running.Contains(shard) && !_handOffs.ContainsKey(shard))
            {
                _unconfirmed[shard] = region;
                _effects.Add(new CoordinatorEffect<TRegion>.Host(region, shard));
            }
        }
    }

    private void FindHome(TRegion requester, string shard)
    {
        if (!_handOffs.ContainsKey(shard) && _table.TryGet(shard, out var tenure) && _table.Find(tenure.Owner) is { Suspect: false })
        {
            _effects.Add(new CoordinatorEffect<TRegion>.TellHome(requester, shard, tenure.Owner));
            return;
        }

        if (!_waiting.TryGetValue(shard, out var waiting))
            _waiting[shard] = waiting = [];
        if (!waiting.Contains(requester))
            waiting.Add(requester);
        AllocateIfPossible(shard, waiting[0]);
    }

    private void AllocateIfPossible(string shard, TRegion requester)
    {
        if (Ready && !_table.IsOwned(shard) && _allocating.Add(shard))
            _effects.Add(new CoordinatorEffect<TRegion>.Allocate(requester, shard));
    }

    private void AllocateWaiting()
    {
        if (!Ready)
            return;
        foreach (var (shard, waiting) in _waiting)
            AllocateIfPossible(shard, waiting[0]);
    }

    private void Place(string shard, TRegion region)
    {
        // A choice made before a region vanished, or before permission was withdrawn, is dropped; the shard is asked for again.
        if (!_allocating.Remove(shard) || _table.IsOwned(shard) || !Ready || !Candidates.ContainsKey(region))
            return;
        _table.Give(shard, region);
        _unconfirmed[shard] = region;
        _effects.Add(new CoordinatorEffect<TRegion>.Host(region, shard));
        TellWaiting(shard, region);
    }

    private void TellWaiting(string shard, TRegion home)
    {
        if (!_waiting.Remove(shard, out var waiting))
            return;
        foreach (var requester in waiting)
            _effects.Add(new CoordinatorEffect<TRegion>.TellHome(requester, shard, home));
    }

    private void Free(string shard)
    {
        if (!_table.Free(shard))
            return;
        _handOffs.Remove(shard);
        _unconfirmed.Remove(shard);
        if (_waiting.TryGetValue(shard, out var waiting))
            AllocateIfPossible(shard, waiting[0]);
    }

    private void Forget(RegionEntry<TRegion> entry)
    {
        var region = entry.Region;
        var orphans = _table.OwnedBy(region);
        _table.Remove(entry);
        foreach (var shard in _waiting.Keys.ToList())
        {
            _waiting[shard].Remove(region);
            if (_waiting[shard].Count == 0)
                _waiting.Remove(shard);
        }

        foreach (var shard in orphans)
            Free(shard);
        foreach (var (shard, handOff) in _handOffs.ToList())
        {
            handOff.Answered(region);
            Advance(shard, handOff);
        }
    }

    private void HandOffAll(TRegion region)
    {
        foreach (var shard in _table.OwnedBy(region))
            StartHandOff(shard);
    }

    private void StartHandOff(string shard)
    {
        if (!_table.TryGet(shard, out var tenure) || _handOffs.ContainsKey(shard))
            return;
        _unconfirmed.Remove(shard);
        var handOff = _handOffs[shard] = new HandOff<TRegion>(_table.Regions.Select(entry => entry.Region));
        foreach (var region in handOff.Silent)
            _effects.Add(new CoordinatorEffect<TRegion>.BeginHandOff(region, shard, tenure.Term));
        Advance(shard, handOff);
    }

    private void Begun(string shard, TRegion region)
    {
        if (!_handOffs.TryGetValue(shard, out var handOff))
            return;
        handOff.Answered(region);
        Advance(shard, handOff);
    }

    private void Advance(string shard, HandOff<TRegion> handOff)
    {
        if (handOff.TryBeginStopping())
            TellToStop(shard);
    }

    private void TellToStop(string shard)
    {
        if (_table.TryGet(shard, out var tenure))
            _effects.Add(new CoordinatorEffect<TRegion>.HandOff(tenure.Owner, shard, tenure.Term));
    }

    private void Retry()
    {
        foreach (var (shard, region) in _unconfirmed)
            _effects.Add(new CoordinatorEffect<TRegion>.Host(region, shard));
        foreach (var (shard, handOff) in _handOffs)
        {
            if (handOff.Stopping)
            {
                TellToStop(shard);
                continue;
            }

            handOff.Retried();
            Advance(shard, handOff);
            if (!handOff.Stopping && _table.TryGet(shard, out var tenure))
                _effects.AddRange(handOff.Silent.Select(region => new CoordinatorEffect<TRegion>.BeginHandOff(region, shard, tenure.Term)));
        }

        foreach (var entry in _table.Regions.Where(entry => entry.Leaving))
            HandOffAll(entry.Region);
        AllocateWaiting();
    }
}
