using System.Collections.Immutable;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>Draws one fault at a time: its kind by the weights of the environment as this seed tempers them, then the rest.</summary>
internal sealed class FaultPicker
{
    private readonly SimulatedRandom _random;
    private readonly SimulatedEnvironment _environment;
    private readonly int _nodes;
    private readonly ImmutableArray<FaultShape> _rows;
    private readonly ImmutableArray<int> _weights;
    private readonly ImmutableArray<FaultBurst> _bursts;

    /// <param name="rows">The kinds to draw from.</param>
    public FaultPicker(SimulatedRandom random, SimulatedEnvironment environment, int nodes, ImmutableArray<FaultShape> rows)
    {
        _random = random;
        _environment = environment;
        _nodes = nodes;
        _rows = rows;
        var plain = rows.Select(row => Takes(row) ? row.Weights.In(environment) : 0).ToImmutableArray();
        var tempered = plain.Select(weight => weight * Temper()).ToImmutableArray();
        _weights = tempered.Any(weight => weight > 0) ? tempered : plain;
        _bursts = [.. FaultBurst.All.Where(burst => Weight(burst) > 0)];
    }

    public FaultKind Kind()
    {
        var pick = _random.Next(_weights.Sum());
        return _rows.Zip(_weights).First(row => (pick -= row.Second) < 0).First.Kind;
    }

    /// <summary>Null: the environment has no two faults that could meet.</summary>
    public FaultBurst? Burst()
    {
        if (_bursts.IsEmpty) return null;
        var pick = _random.Next(_bursts.Sum(Weight));
        return _bursts.First(burst => (pick -= Weight(burst)) < 0);
    }

    /// <param name="first">The fault that this one is to meet; null: none.</param>
    public Fault Draw(FaultKind kind, TimeSpan at, FaultAim aim, Fault? first)
    {
        var shape = FaultTable.Of(kind);
        var fault = new Fault(kind, Rounded(at), shape.IsOnce ? TimeSpan.Zero : Lasts(shape.Shortest, shape.Longest));
        return shape.Target switch
        {
            FaultTarget.Everything => fault with { Amount = Amount(shape.Amount) },
            FaultTarget.Node => fault with { Node = Node(aim, first), Amount = Amount(shape.Amount) },
            FaultTarget.Pair => Pair(fault with { Amount = Amount(shape.Amount) }, aim, first),
            FaultTarget.Side => Side(fault, Node(aim, first)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Its target has no rule."),
        };
    }

    private bool Takes(FaultShape shape) => _nodes > 1 || shape.Target is FaultTarget.Node or FaultTarget.Everything;

    private int Temper() => _random.Next(10) switch { < 3 => 0, < 8 => 1, _ => 3 };

    private int Weight(FaultBurst burst) =>
        Takes(FaultTable.Of(burst.First)) && Takes(FaultTable.Of(burst.Second)) ? burst.WeightIn(_environment) : 0;

    // Short ones as often as long ones: each doubling is as likely.
    private TimeSpan Lasts(TimeSpan shortest, TimeSpan longest) =>
        Rounded(TimeSpan.FromSeconds(Logarithmic(shortest.TotalSeconds, longest.TotalSeconds)));

    private double Amount(AmountRange range)
    {
        if (range.IsNone) return 0;
        var amount = Logarithmic(range.DrawnLeast, range.DrawnMost);
        amount = Math.Round(amount, amount < 10 && !range.IsWhole ? 3 : 0);
        return range.Signed && _random.Chance(0.5) ? -amount : amount;
    }

    private int Node(FaultAim aim, Fault? first)
    {
        if (first is not { Node: >= 0 } || aim == FaultAim.Any || _nodes == 1) return _random.Next(_nodes);
        return aim == FaultAim.Same ? first.Node : Except(first.Node);
    }

    private Fault Pair(Fault fault, FaultAim aim, Fault? first)
    {
        if (aim == FaultAim.Same && first is { Other: >= 0 }) return fault with { Node = first.Node, Other = first.Other };
        var node = Node(aim, first);
        return fault with { Node = node, Other = Except(node) };
    }

    private Fault Side(Fault fault, int node)
    {
        var side = 1UL << node;
        for (var more = _random.Next(_nodes - 1); more > 0; more--) side |= 1UL << Except(node);
        return fault with { Node = node, Amount = side == (1UL << _nodes) - 1 ? 1UL << node : side };
    }

    private int Except(int node) => (node + 1 + _random.Next(_nodes - 1)) % _nodes;

    private double Logarithmic(double least, double most) => least * Math.Pow(most / least, _random.NextDouble());

    private static TimeSpan Rounded(TimeSpan time) =>
        TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
