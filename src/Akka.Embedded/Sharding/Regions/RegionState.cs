using System.Collections.Immutable;
using Akka.Embedded.Sharding.Coordination;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>
/// What a region hosts and knows. It is bound to at most one coordinator, the one with the highest epoch it has met, and from the moment
/// it registers it obeys no other. A shard counts as hosted until it has really stopped.
/// </summary>
internal sealed class RegionState<TRegion>(TRegion self, bool proxy)
    where TRegion : notnull
{
    // Messages still buffered when the last shard is gone wait this many retries for a home elsewhere.
    private const int RetriesBeforeLeavingAnyway = 2;

    private readonly OrderedDictionary<string, bool> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _handOffTerms = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TRegion> _homes = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, bool> _wanted = new(StringComparer.Ordinal);
    private readonly List<RegionEffect<TRegion>> _effects = [];
    private long _highestEpoch = long.MinValue;
    private bool _bound;
    private bool _confirmed;
    private bool _finished;
    private int _retriesWithoutShards;

    public bool Leaving { get; private set; }

    /// <summary>The own node is a full member.</summary>
    public bool Up { get; private set; }

    public bool Registered => _confirmed;

    /// <summary>Something is unanswered: <see cref="RegionInput{TRegion}.RetryDue"/> is needed.</summary>
    public bool NeedsRetry => !_confirmed || Leaving || _wanted.Count > 0;

    /// <summary>With those that are still stopping.</summary>
    public IEnumerable<string> Hosted => _running.Keys;

    public long Epoch => _highestEpoch;

    /// <summary>The effects are valid until the next call.</summary>
    public IReadOnlyList<RegionEffect<TRegion>> Decide(RegionInput<TRegion> input)
    {
        _effects.Clear();
        Apply(input);
        if (Leaving && !_finished)
            FinishIfEmpty();
        return _effects;
    }

    private void Apply(RegionInput<TRegion> input)
    {
        switch (input)
        {
            case RegionInput<TRegion>.MemberUp:
                Up = true;
                _effects.Add(new RegionEffect<TRegion>.FindCoordinator());
                break;
            case RegionInput<TRegion>.CoordinatorFound found:
                Bind(found.Epoch);
                break;
            case RegionInput<TRegion>.RegistrationConfirmed confirmed:
                Confirm(confirmed.Epoch);
                break;
            case RegionInput<TRegion>.CoordinatorLost:
                _bound = _confirmed = false;
                _effects.Add(new RegionEffect<TRegion>.FindCoordinator());
                break;
            case RegionInput<TRegion>.HostShard host:
                if (Obeys(host.Epoch) && !proxy)
                    Host(host.Shard);
                break;
            case RegionInput<TRegion>.HomeTold told:
                if (Obeys(told.Epoch))
                    Learn(told.Shard, told.Home);
                break;
            case RegionInput<TRegion>.BeginHandOff begin:
                if (Obeys(begin.Epoch))
                    BeginHandOff(begin.Shard, begin.Term);
                break;
            case RegionInput<TRegion>.HandOff handOff:
                if (Obeys(handOff.Epoch))
                    HandOff(handOff.Shard, handOff.Term);
                break;
            case RegionInput<TRegion>.ShardStopped stopped:
                ShardStopped(stopped.Shard);
                break;
            case RegionInput<TRegion>.RegionLost lost:
                ForgetHomesAt(lost.Region);
                break;
            case RegionInput<TRegion>.HomeWanted wanted:
                Want(wanted.Shard);
                break;
            case RegionInput<TRegion>.Leave:
                Leaving = true;
                if (_confirmed)
                    _effects.Add(new RegionEffect<TRegion>.RequestLeave());
                break;
            case RegionInput<TRegion>.HomesChanged:
                if (_confirmed)
                    AskForWanted();
                break;
            case RegionInput<TRegion>.RetryDue:
                Retry();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "Unknown input.");
        }
    }

    private bool Obeys(long epoch) => _bound && epoch == _highestEpoch;

    private void Bind(long epoch)
    {
        if (epoch < _highestEpoch)
            return;
        if (epoch > _highestEpoch)
        {
            _confirmed = false;
            _handOffTerms.Clear();
        }

        _highestEpoch = epoch;
        if (!Up)
        {
            _effects.Add(new RegionEffect<TRegion>.Promise(epoch));
            return;
        }

        _bound = true;
        _effects.Add(new RegionEffect<TRegion>.Register([.. _running.Keys]));
    }

    private void Confirm(long epoch)
    {
        if (!Obeys(epoch) || _confirmed)
            return;
        _confirmed = true;
        if (Leaving)
            _effects.Add(new RegionEffect<TRegion>.RequestLeave());
        ResumeHeld();
        AskForWanted();
    }

    // A coordinator that is gone may have begun a hand-off that nobody will end: what waits here for a shard that still runs goes to it.
    private void ResumeHeld()
    {
        foreach (var (shard, running) in _running)
        {
            if (!running)
                continue;
            _wanted.Remove(shard);
            _effects.Add(new RegionEffect<TRegion>.Run(shard));
        }
    }

    private void Host(string shard)
    {
        if (_running.TryGetValue(shard, out var running) && !running)
            return;
        _running[shard] = true;
        _homes.Remove(shard);
        _wanted.Remove(shard);
        _effects.Add(new RegionEffect<TRegion>.Run(shard));
        _effects.Add(new RegionEffect<TRegion>.ConfirmStarted(shard));
    }

    private void Learn(string shard, TRegion home)
    {
        if (home.Equals(self))
        {
            if (!proxy)
                Host(shard);
        }
        else if (!_running.ContainsKey(shard))
        {
            _homes[shard] = home;
            _wanted.Remove(shard);
            _effects.Add(new RegionEffect<TRegion>.Route(shard, home));
        }
    }

    private void BeginHandOff(string shard, long term)
    {
        _homes.Remove(shard);
        _effects.Add(new RegionEffect<TRegion>.Hold(shard));
        _effects.Add(new RegionEffect<TRegion>.ConfirmHandOffBegun(shard, term));
    }

    private void HandOff(string shard, long term)
    {
        if (!_running.TryGetValue(shard, out var running))
        {
            _effects.Add(new RegionEffect<TRegion>.ConfirmStopped(shard, term));
            return;
        }

        _handOffTerms[shard] = term;
        if (running)
        {
            _running[shard] = false;
            _effects.Add(new RegionEffect<TRegion>.Hold(shard));
            _effects.Add(new RegionEffect<TRegion>.Stop(shard));
        }
    }

    private void ShardStopped(string shard)
    {
        if (!_running.TryGetValue(shard, out var running))
            return;
        if (running)
        {
            // It failed; it is still ours, and there is nobody else who could start it again.
            _effects.Add(new RegionEffect<TRegion>.Run(shard));
            return;
        }

        _running.Remove(shard);
        var term = _handOffTerms.Remove(shard, out var asked) ? asked : Tenure.AnyTerm;
        if (_bound)
            _effects.Add(new RegionEffect<TRegion>.ConfirmStopped(shard, term));
        if (_confirmed && _wanted.ContainsKey(shard))
            _effects.Add(new RegionEffect<TRegion>.AskHome(shard));
    }

    private void ForgetHomesAt(TRegion region)
    {
        foreach (var shard in _homes.Where(home => home.Value.Equals(region)).Select(home => home.Key).ToList())
        {
            _homes.Remove(shard);
            _effects.Add(new RegionEffect<TRegion>.Hold(shard));
        }
    }

    private void Want(string shard)
    {
        if (_wanted.TryAdd(shard, true) && _confirmed && !_running.ContainsKey(shard))
            _effects.Add(new RegionEffect<TRegion>.AskHome(shard));
    }

    private void AskForWanted()
    {
        foreach (var shard in _wanted.Keys)
        {
            if (!_running.ContainsKey(shard))
                _effects.Add(new RegionEffect<TRegion>.AskHome(shard));
        }
    }

    private void Retry()
    {
        if (Leaving && _running.Count == 0)
            _retriesWithoutShards++;
        if (!_confirmed)
        {
            if (Up)
                _effects.Add(new RegionEffect<TRegion>.FindCoordinator());
            return;
        }

        if (Leaving)
            _effects.Add(new RegionEffect<TRegion>.RequestLeave());
        AskForWanted();
    }

    private void FinishIfEmpty()
    {
        if (_running.Count > 0 || (_wanted.Count > 0 && _retriesWithoutShards < RetriesBeforeLeavingAnyway))
            return;
        _finished = true;
        _effects.Add(new RegionEffect<TRegion>.Finish());
    }
}
