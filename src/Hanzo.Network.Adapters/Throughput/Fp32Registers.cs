using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hanzo.Network.Adapters.Throughput;

// A step is x × 0.999 + 0.001, which stays between 0 and 1 for ever.
internal readonly struct Fp32In512(Vector512<float> value) : IRegister<Fp32In512>
{
    private readonly Vector512<float> _value = value;

    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    public static int Operations => 2 * Vector512<float>.Count;

    public static Fp32In512 Start(int number) => new(Vector512.Create(Fp32Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp32In512 Step(Fp32In512 sum, Fp32In512 factor, Fp32In512 term) =>
        new(Vector512.MultiplyAddEstimate(sum._value, factor._value, term._value));

    public static double Fold(Fp32In512 register) => Vector512.Sum(register._value);
}

internal readonly struct Fp32In256(Vector256<float> value) : IRegister<Fp32In256>
{
    private readonly Vector256<float> _value = value;

    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    public static int Operations => 2 * Vector256<float>.Count;

    public static Fp32In256 Start(int number) => new(Vector256.Create(Fp32Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp32In256 Step(Fp32In256 sum, Fp32In256 factor, Fp32In256 term) =>
        new(Vector256.MultiplyAddEstimate(sum._value, factor._value, term._value));

    public static double Fold(Fp32In256 register) => Vector256.Sum(register._value);
}

internal readonly struct Fp32In128(Vector128<float> value) : IRegister<Fp32In128>
{
    private readonly Vector128<float> _value = value;

    public static bool IsSupported => true;

    public static int Operations => 2 * Vector128<float>.Count;

    public static Fp32In128 Start(int number) => new(Vector128.Create(Fp32Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp32In128 Step(Fp32In128 sum, Fp32In128 factor, Fp32In128 term) =>
        new(Vector128.MultiplyAddEstimate(sum._value, factor._value, term._value));

    public static double Fold(Fp32In128 register) => Vector128.Sum(register._value);
}

/// <summary>What registers start with: the factor, the term, then values between 0 and 1.</summary>
internal static class Fp32Numbers
{
    public static float Of(int number) => number switch { 0 => 0.999f, 1 => 0.001f, _ => 1f / number };
}
