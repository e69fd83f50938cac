namespace Hanzo.Network.Placement;

/// <summary>The nearest few of many nodes, kept while they are looked at one after the other.</summary>
internal sealed class Nearest(int most)
{
    private readonly int[] _numbers = new int[most];
    private readonly double[] _distances = new double[most];
    private int _count;

    // From this distance on a node is not among them.
    private double _limit = most == 0 ? 0 : double.PositiveInfinity;

    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, _count);

    /// <summary>At the distance that <see cref="NodeRank.Distance"/> gives.</summary>
    public void AddIfNear(int number, double uniform, double weight)
    {
        // -ln(u) is at least 1 - u: most nodes are too far without a look at the logarithm.
        if ((1 - uniform) < _limit * weight) Add(number, NodeRank.Distance(uniform, weight));
    }

    /// <summary>Of nodes at the same distance the one that was looked at first counts.</summary>
    public void Add(int number, double distance)
    {
        if (distance >= _limit) return;
        var at = _count < most ? _count++ : most - 1;
        for (; at > 0 && _distances[at - 1] > distance; at--)
            (_numbers[at], _distances[at]) = (_numbers[at - 1], _distances[at - 1]);
        (_numbers[at], _distances[at]) = (number, distance);
        if (_count == most) _limit = _distances[most - 1];
    }
}
