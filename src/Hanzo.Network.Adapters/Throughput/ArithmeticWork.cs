using System.Runtime.CompilerServices;

namespace Hanzo.Network.Adapters.Throughput;

/// <summary>Steps on so many registers at once that none has to wait for its own last result.</summary>
internal sealed class ArithmeticWork<T> : IWork
    where T : struct, IRegister<T>
{
    /// <summary>Two constants beside them fit into the 16 registers that the smallest processors have.</summary>
    private const int Registers = 12;

    /// <summary>A piece takes less than a millisecond on a processor of today.</summary>
    private const int StepsPerPiece = 50_000;

    private double _result;

    public double DoPiece()
    {
        _result += Run(StepsPerPiece);
        return (double)StepsPerPiece * Registers * T.Operations;
    }

    public void Dispose()
    {
        if (double.IsNaN(_result)) throw new InvalidOperationException("the benchmark calculated something else than numbers.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Run(int steps)
    {
        var (factor, term) = (T.Start(0), T.Start(1));
        var (a, b, c, d) = (T.Start(2), T.Start(3), T.Start(4), T.Start(5));
        var (e, f, g, h) = (T.Start(6), T.Start(7), T.Start(8), T.Start(9));
        var (i, j, k, l) = (T.Start(10), T.Start(11), T.Start(12), T.Start(13));
        for (var step = 0; step < steps; step++)
        {
            a = T.Step(a, factor, term);
            b = T.Step(b, factor, term);
            c = T.Step(c, factor, term);
            d = T.Step(d, factor, term);
            e = T.Step(e, factor, term);
            f = T.Step(f, factor, term);
            g = T.Step(g, factor, term);
            h = T.Step(h, factor, term);
            i = T.Step(i, factor, term);
            j = T.Step(j, factor, term);
            k = T.Step(k, factor, term);
            l = T.Step(l, factor, term);
        }

        return T.Fold(a) + T.Fold(b) + T.Fold(c) + T.Fold(d) + T.Fold(e) + T.Fold(f)
            + T.Fold(g) + T.Fold(h) + T.Fold(i) + T.Fold(j) + T.Fold(k) + T.Fold(l);
    }
}
