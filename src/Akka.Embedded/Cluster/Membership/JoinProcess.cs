using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Embedded.Membership;

/// <summary>What to do next on the way into a cluster.</summary>
internal abstract record JoinStep
{
    /// <summary>Ask these whether they are in a cluster.</summary>
    public sealed record Contact(ImmutableArray<Address> Seeds) : JoinStep;

    public sealed record Join(Address Address) : JoinStep;
}

/// <summary>
/// From a list of seeds to the one to join. Only the first of the list may found a cluster: when all others are in none,
/// or have not answered within the seed node timeout.
/// </summary>
internal sealed class JoinProcess(Address self, MembershipSettings settings, TimeProvider time)
{
    /// <summary>Seeds that do not answer are asked again so often.</summary>
    public static readonly TimeSpan ContactInterval = TimeSpan.FromMilliseconds(250);

    private readonly SortedSet<Address> _nacks = new(AddressOrder.Instance);
    private ImmutableArray<Address> _seeds = [];
    private bool _first;
    private Address? _target;
    private long _since;
    private long _lastStep;

    public bool IsActive => _target is not null || !_seeds.IsEmpty;

    /// <summary>The node that is being joined.</summary>
    public Address? Target => _target;

    public JoinStep? ToSeeds(IReadOnlyList<Address> seeds)
    {
        _first = seeds.Count > 0 && seeds[0].Equals(self);
        _seeds = [.. seeds.Where(s => !s.Equals(self)).Distinct()];
        _nacks.Clear();
        _target = null;
        _since = time.GetTimestamp();
        if (_seeds.IsEmpty)
        {
            return _first ? JoinNow(self) : null;
        }

        return ContactNow();
    }

    public JoinStep JoinNow(Address address)
    {
        _target = address;
        _since = time.GetTimestamp();
        _lastStep = _since;
        return new JoinStep.Join(address);
    }

    public void Stop()
    {
        _seeds = [];
        _target = null;
    }

    public JoinStep? Acknowledged(Address seed) => _target is null && _seeds.Contains(seed) ? JoinNow(seed) : null;

    public JoinStep? Refused(Address seed)
    {
        if (_target is not null || !_seeds.Contains(seed))
        {
            return null;
        }

        _nacks.Add(seed);
        return _first && _nacks.Count == _seeds.Length ? JoinNow(self) : null;
    }

    public JoinStep? Tick()
    {
        if (!IsActive)
        {
            return null;
        }

        if (_target is { } target)
        {
            return JoinAgain(target);
        }

        if (_first && time.GetElapsedTime(_since) >= settings.SeedNodeTimeout)
        {
            return JoinNow(self);
        }

        return time.GetElapsedTime(_lastStep) >= ContactInterval ? ContactNow() : null;
    }

    private JoinStep? JoinAgain(Address target)
    {
        if (!_seeds.IsEmpty && time.GetElapsedTime(_since) >= settings.SeedNodeTimeout)
        {
            return ToSeeds(_first ? [self, .. _seeds] : _seeds);
        }

        if (settings.RetryJoinAfter is not { } interval || time.GetElapsedTime(_lastStep) < interval)
        {
            return null;
        }

        _lastStep = time.GetTimestamp();
        return new JoinStep.Join(target);
    }

    private JoinStep.Contact ContactNow()
    {
        _lastStep = time.GetTimestamp();
        return new JoinStep.Contact(_seeds);
    }
}
