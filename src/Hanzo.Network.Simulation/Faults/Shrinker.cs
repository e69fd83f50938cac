using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>
/// Makes a failing plan smaller while it fails: fewer faults (Zeller's ddmin), then shorter ones, then milder and rounder amounts,
/// then an earlier end; and all again while that helps. Equal answers of <c>fails</c> give equal results.
/// </summary>
public sealed class Shrinker
{
    /// <summary>How often a time or an amount is halved in search of the least that fails.</summary>
    private const int MostHalvings = 6;

    /// <summary>Of the least found; to be nearer is not worth a try.</summary>
    private const double NearEnough = 0.1;

    private readonly Func<FaultPlan, bool> _fails;
    private readonly int _mostTries;
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private ImmutableArray<Fault> _best;
    private int _tries;

    private Shrinker(FaultPlan failing, Func<FaultPlan, bool> fails, int mostTries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostTries);
        _best = failing.Faults;
        _tried.Add(failing.ToString());
        _fails = fails;
        _mostTries = mostTries;
    }

    /// <param name="failing">Known to fail; it is not tried again.</param>
    /// <param name="fails">Whether a plan fails in the same way; has to answer the same for the same plan.</param>
    /// <param name="mostTries">So many plans are run at most.</param>
    public static Shrunk Shrink(FaultPlan failing, Func<FaultPlan, bool> fails, int mostTries)
    {
        var shrinker = new Shrinker(failing, fails, mostTries);
        shrinker.Run();
        return new Shrunk(new FaultPlan(shrinker._best), shrinker._tries);
    }

    private void Run()
    {
        if (_best.IsEmpty || Try([])) return;
        ImmutableArray<Fault> before;
        do
        {
            before = _best;
            RemoveFaults();
            ShortenFaults();
            SimplifyAmounts();
            EndEarlier();
        }
        while (_best != before && _tries < _mostTries);
    }

    // ddmin: keeps one part, or drops one, of ever smaller parts.
    private void RemoveFaults()
    {
        for (var parts = 2; _best.Length >= 2;)
        {
            var size = (_best.Length + parts - 1) / parts;
            var starts = Enumerable.Range(0, parts).Select(part => part * size).Where(start => start < _best.Length).ToList();
            if (parts == 2 && starts.Any(start => Try([.. _best.Skip(start).Take(size)]))) continue;
            if (starts.Any(start => Try([.. _best.Take(start), .. _best.Skip(start + size)])))
            {
                parts = Math.Max(2, parts - 1);
                continue;
            }

            if (size == 1) return;
            parts = Math.Min(_best.Length, parts * 2);
        }
    }

    private void ShortenFaults()
    {
        for (var at = 0; at < _best.Length; at++)
        {
            var fault = _best[at];
            var shortest = FaultTable.Of(fault.Kind).Shortest;
            if (shortest >= fault.Lasts) continue;
            Least(shortest, fault.Lasts, lasts => TryReplace(at, fault with { Lasts = lasts }));
        }
    }

    private void SimplifyAmounts()
    {
        for (var at = 0; at < _best.Length; at++)
        {
            var shape = FaultTable.Of(_best[at].Kind);
            if (shape.Target == FaultTarget.Side) ShrinkSide(at);
            else if (!shape.Amount.IsNone) Soften(at, shape.Amount);
        }
    }

    private void ShrinkSide(int at)
    {
        for (var node = 0; node < SimulationOptions.MaxNodes; node++)
        {
            var side = (ulong)_best[at].Amount;
            if (node != _best[at].Node && (side >> node & 1) != 0) TryReplace(at, _best[at] with { Amount = side & ~(1UL << node) });
        }
    }

    private void Soften(int at, AmountRange range)
    {
        var away = _best[at].Amount - range.Neutral;
        if (Math.Abs(away) <= range.Mildest) return;
        Least(range.Mildest, Math.Abs(away), milder => TryAmount(at, range, Math.CopySign(milder, away)));
        TryAmount(at, range, OneDigit(_best[at].Amount - range.Neutral));
    }

    private bool TryAmount(int at, AmountRange range, double away)
    {
        var amount = Math.Round(range.Neutral + away, 4);
        return range.Allows(amount) && TryReplace(at, _best[at] with { Amount = amount });
    }

    // Moves each fault and all after it towards the one before; then to whole seconds.
    private void EndEarlier()
    {
        for (var from = 0; from < _best.Length; from++)
        {
            var faults = _best;
            var first = from;
            var wait = faults[from].At - (from == 0 ? TimeSpan.Zero : faults[from - 1].At);
            if (wait > TimeSpan.Zero) Least(TimeSpan.Zero, wait, shorter => Try(Sooner(faults, first, wait - shorter)));
        }

        for (var at = 0; at < _best.Length; at++)
            TryReplace(at, _best[at] with { At = TimeSpan.FromSeconds(Math.Floor(_best[at].At.TotalSeconds)) });
    }

    private static ImmutableArray<Fault> Sooner(ImmutableArray<Fault> faults, int from, TimeSpan by) =>
        [.. faults.Take(from), .. faults.Skip(from).Select(fault => fault with { At = fault.At - by })];

    private static void Least(TimeSpan least, TimeSpan failing, Func<TimeSpan, bool> fails) =>
        Least(least.TotalSeconds, failing.TotalSeconds, seconds => fails(TimeSpan.FromSeconds(Math.Round(seconds, 1))));

    // About the least that still fails, by halving between one that may not and one that does.
    private static void Least(double least, double failing, Func<double, bool> fails)
    {
        if (fails(least)) return;
        for (var halving = 0; halving < MostHalvings && failing - least > NearEnough * failing; halving++)
        {
            var middle = (least + failing) / 2;
            if (fails(middle)) failing = middle;
            else least = middle;
        }
    }

    private static double OneDigit(double amount)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(amount))));
        return Math.Round(amount / unit) * unit;
    }

    private bool TryReplace(int at, Fault fault) => Try(_best.SetItem(at, fault));

    private bool Try(ImmutableArray<Fault> faults)
    {
        var plan = FaultPlan.Of(faults);
        if (_tries >= _mostTries || !_tried.Add(plan.ToString())) return false;
        _tries++;
        if (!_fails(plan)) return false;
        _best = plan.Faults;
        return true;
    }
}
