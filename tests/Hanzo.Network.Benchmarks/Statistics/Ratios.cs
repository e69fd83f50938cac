namespace Hanzo.Network.Benchmarks.Statistics;

/// <summary>How many times better one series is than another that was taken alternately with it.</summary>
internal static class Ratios
{
    /// <summary>
    /// Pairs the n-th value of both, because what disturbs the machine lasts longer than one run. More than 1: the subject is better.
    /// </summary>
    /// <exception cref="ArgumentException">One of them is empty.</exception>
    public static Spread Of(IReadOnlyList<double> subject, IReadOnlyList<double> reference, bool higherIsBetter)
    {
        var pairs = subject.Zip(reference, (ours, theirs) => higherIsBetter ? Divide(ours, theirs) : Divide(theirs, ours));
        return Spread.Of([.. pairs]);
    }

    // Nothing is as good as nothing.
    private static double Divide(double dividend, double divisor) => dividend == divisor ? 1 : dividend / divisor;
}
