namespace Hanzo.Network.Adapters.Throughput;

/// <summary>One register of a kind of arithmetic, and the step that a benchmark repeats on it.</summary>
internal interface IRegister<TSelf>
    where TSelf : struct, IRegister<TSelf>
{
    static abstract bool IsSupported { get; }

    /// <summary>Multiplications and additions of one step.</summary>
    static abstract int Operations { get; }

    static abstract TSelf Start(int number);

    /// <summary>Multiplies and adds. A factor is made of <paramref name="sum"/>, so that no step can be left out.</summary>
    static abstract TSelf Step(TSelf sum, TSelf factor, TSelf term);

    static abstract double Fold(TSelf register);
}
