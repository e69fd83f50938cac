namespace Hanzo.Network.Placement;

/// <summary>How many slots of one agent each of its nodes gets. Nodes are given with the fastest first.</summary>
internal static class SlotShares
{
    /// <summary>
    /// One for every node that has none while there are enough, so that each can be chosen; then one after the other to the node
    /// that has the least for its speed (d'Hondt, which takes no seat away where one is added or a party leaves).
    /// </summary>
    public static void Fill(ReadOnlySpan<double> tflops, Span<int> shares, int slots)
    {
        for (; slots > 0; slots--)
        {
            var next = 0;
            for (var i = 1; i < shares.Length; i++)
                if (Claim(tflops[i], shares[i]) > Claim(tflops[next], shares[next])) next = i;
            shares[next]++;
        }
    }

    /// <summary>
    /// No node has so much more than another for its speed that a slot should move, and none has nothing while another can give.
    /// </summary>
    /// <param name="bound">Of the shares those that a person asked for; they are nobody's to give.</param>
    public static bool AreBalanced(ReadOnlySpan<double> tflops, ReadOnlySpan<int> shares, ReadOnlySpan<int> bound)
    {
        var (most, least) = (0.0, double.PositiveInfinity);
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i] > 1 && shares[i] > bound[i]) most = Math.Max(most, shares[i] / tflops[i]);
            least = Math.Min(least, shares[i] == 0 ? 0 : (shares[i] + 1) / tflops[i]);
        }

        return most <= least * PlacementPlanner.Steadiness;
    }

    private static double Claim(double tflops, int share) => share == 0 ? double.PositiveInfinity : tflops / (share + 1);
}
