using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>
/// Draws a plan: how many faults, in which episodes (one fault, some that meet, all nodes at once), with calm between them.
/// Each seed prefers some kinds and lacks others, so that plans differ more than their average does.
/// </summary>
internal sealed class FaultDrawer
{
    /// <summary>Between the last fault's end and the end of the plan's length.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    private const double CalmSeeds = 0.08;
    private const double StormySeeds = 0.1;

    /// <summary>Of a seed, where the environment knows such a thing at all.</summary>
    private const double BlackoutSeeds = 0.1;

    /// <summary>Of a seed: faults hit the network while it comes together.</summary>
    private const double EarlySeeds = 0.25;

    /// <summary>Of a seed: people drain and migrate, up to <see cref="MostAsked"/> times in ten minutes.</summary>
    private const double AskedSeeds = 0.4;

    private const int MostAsked = 4;
    private const int MostRedraws = 8;
    private static readonly TimeSpan CountedLength = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ComingTogether = TimeSpan.FromSeconds(8);

    private readonly SimulatedRandom _random;
    private readonly SimulatedRandom _orders;
    private readonly FaultPicker _picker;
    private readonly SimulatedEnvironment _environment;
    private readonly int _nodes;
    private readonly TimeSpan _begin;
    private readonly TimeSpan _end;
    private readonly List<Fault> _faults = [];

    public FaultDrawer(ulong seed, SimulatedEnvironment environment, int nodes, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, SimulationOptions.MaxNodes);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, TimeSpan.FromSeconds(10));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, FaultPlan.Longest);
        _random = new SimulatedRandom(seed).Fork("faults");
        _orders = new SimulatedRandom(seed).Fork("orders");
        _environment = environment;
        _nodes = nodes;
        _picker = new FaultPicker(_random, environment, nodes, FaultTable.OfWorld);
        _begin = _random.Chance(EarlySeeds) ? TimeSpan.Zero : Least(ComingTogether, length / 4);
        _end = length - Least(Settle, length / 4);
    }

    public FaultPlan Draw()
    {
        var episodes = Episodes(Count());
        if (episodes.Count > 0 && _random.Chance(BlackoutSeeds)) BlackOut(_random.Between(_begin, _end));
        var gaps = Enumerable.Range(0, episodes.Count + 1).Select(_ => Gap()).ToList();
        var share = (_end - _begin) / gaps.Sum();
        var passed = 0.0;
        foreach (var (episode, gap) in episodes.Zip(gaps))
        {
            passed += gap;
            episode(_begin + (share * passed));
        }

        Ask();
        return FaultPlan.Of(_faults);
    }

    private int Count()
    {
        var mood = _random.NextDouble();
        var (least, most) = mood < CalmSeeds ? (0, 3) : mood < CalmSeeds + StormySeeds ? (26, 45) : (5, 26);
        var count = (least + _random.Next(most - least)) * ((_end - _begin + Settle) / CountedLength);
        return Math.Min(FaultPlan.MaxFaults / 2, (int)Math.Ceiling(count));
    }

    private List<Action<TimeSpan>> Episodes(int count)
    {
        var episodes = new List<Action<TimeSpan>>();
        while (count > 0)
        {
            var dice = _random.NextDouble();
            if (dice < 0.25 && _picker.Burst() is { } burst)
            {
                episodes.Add(at => Place(burst, at));
                count -= 2;
            }
            else
            {
                var together = dice > 0.9 ? Math.Min(count, 2 + _random.Next(3)) : 1;
                episodes.Add(at => PlaceFree(together, at));
                count -= together;
            }
        }

        return episodes;
    }

    // After all others, and from a sequence of its own: the others are the same with and without.
    private void Ask()
    {
        if (!_orders.Chance(AskedSeeds)) return;
        var picker = new FaultPicker(_orders, _environment, _nodes, FaultTable.Asked);
        var count = (1 + _orders.Next(MostAsked)) * ((_end - _begin + Settle) / CountedLength);
        for (var left = Math.Min(FaultPlan.MaxFaults / 8, (int)Math.Ceiling(count)); left > 0; left--)
        {
            var at = _orders.Between(_begin, _end);
            Keep(() => picker.Draw(picker.Kind(), at, FaultAim.Any, null));
        }
    }

    // One in four is a calm stretch; the others lie close.
    private double Gap() => _random.Chance(0.25) ? _random.Between(3.0, 6.0) : _random.Between(0.1, 1.5);

    private void Place(FaultBurst burst, TimeSpan at)
    {
        var first = Keep(() => _picker.Draw(burst.First, at, FaultAim.Any, null));
        if (first is not null) Keep(() => _picker.Draw(burst.Second, During(first, burst.Within), burst.Aim, first));
    }

    private void PlaceFree(int together, TimeSpan at)
    {
        var first = Keep(() => _picker.Draw(_picker.Kind(), at, FaultAim.Any, null));
        for (var more = 1; more < together && first is not null; more++)
            Keep(() => _picker.Draw(_picker.Kind(), During(first, FaultPlan.Longest), FaultAim.Any, first));
    }

    private TimeSpan During(Fault first, TimeSpan within) =>
        first.At + _random.Between(TimeSpan.Zero, Least(within, first.Lasts == TimeSpan.Zero ? TimeSpan.FromSeconds(2) : first.Lasts));

    // Before all others, which then have to fit in around it.
    private void BlackOut(TimeSpan at) =>
        _faults.AddRange(FaultBlackout.Draw(_random, _environment, _nodes, at).Select(Fit).OfType<Fault>());

    // Tries a few that may happen beside those drawn before; none fits: none happens.
    private Fault? Keep(Func<Fault> draw)
    {
        for (var attempt = 0; attempt < MostRedraws; attempt++)
        {
            if (Fit(draw()) is not { } fault || !FaultLimits.Allow(_faults, fault, _nodes)) continue;
            _faults.Add(fault);
            return fault;
        }

        return null;
    }

    // Over in time: shorter, or else sooner; null: not even the shortest of its kind fits.
    private Fault? Fit(Fault fault)
    {
        var shortest = FaultTable.Of(fault.Kind).Shortest;
        if (shortest > _end) return null;
        var at = Least(fault.At, _end - shortest);
        return fault with { At = at, Lasts = Least(fault.Lasts, _end - at) };
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
