namespace Hanzo.Network.Placement;

/// <summary>The nearest few of many nodes, kept while they are looked at one after the other.</summary>
internal sealed class Nearest(int most)
{
    private readonly int[] _numbers = new int[most];
    private readonly double[] _distances = new double[most];
    private int _count;

    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, _count);

    /// <summary>From this distance on a node is not among them.</summary>
    public double Limit { get; private set; } = most == 0 ? 0 : double.PositiveInfinity;

    /// <summary>Of nodes at the same distance the one that was looked at first counts.</summary>
    public void Add(int number, double distance)
    {
        if (distance >= Limit) return;
        var at = _count < most ? _count++ : most - 1;
        for (; at > 0 && _distances[at - 1] > distance; at--)
            (_numbers[at], _distances[at]) = (_numbers[at - 1], _distances[at - 1]);
        (_numbers[at], _distances[at]) = (number, distance);
        if (_count == most) Limit = _distances[most - 1];
    }
}
