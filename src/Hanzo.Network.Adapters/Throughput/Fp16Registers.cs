using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hanzo.Network.Adapters.Throughput;

// .NET has no arithmetic on vectors of Half: what a program can do is to widen each value to fp32 and calculate there. A step
// takes 16 bits of the last result as the Half that memory would have given, widens them and does one fp32 step.
internal readonly struct Fp16In512(Vector512<float> value) : IRegister<Fp16In512>
{
    private readonly Vector512<float> _value = value;

    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    public static int Operations => 2 * Vector512<float>.Count;

    public static Fp16In512 Start(int number) => new(Vector512.Create(Fp32Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp16In512 Step(Fp16In512 sum, Fp16In512 factor, Fp16In512 term)
    {
        var half = (sum._value.AsUInt32() & Vector512.Create(HalfBits.Kept)) | Vector512.Create(HalfBits.One);
        var sign = (half & Vector512.Create(HalfBits.Sign)) << HalfBits.SignShift;
        var size = (half & Vector512.Create(HalfBits.Size)) << HalfBits.SizeShift;
        var wide = (size.AsSingle() * Vector512.Create(HalfBits.Scale)).AsUInt32() | sign;
        return new(Vector512.MultiplyAddEstimate(wide.AsSingle(), factor._value, term._value));
    }

    public static double Fold(Fp16In512 register) => Vector512.Sum(register._value);
}

internal readonly struct Fp16In256(Vector256<float> value) : IRegister<Fp16In256>
{
    private readonly Vector256<float> _value = value;

    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    public static int Operations => 2 * Vector256<float>.Count;

    public static Fp16In256 Start(int number) => new(Vector256.Create(Fp32Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp16In256 Step(Fp16In256 sum, Fp16In256 factor, Fp16In256 term)
    {
        var half = (sum._value.AsUInt32() & Vector256.Create(HalfBits.Kept)) | Vector256.Create(HalfBits.One);
        var sign = (half & Vector256.Create(HalfBits.Sign)) << HalfBits.SignShift;
        var size = (half & Vector256.Create(HalfBits.Size)) << HalfBits.SizeShift;
        var wide = (size.AsSingle() * Vector256.Create(HalfBits.Scale)).AsUInt32() | sign;
        return new(Vector256.MultiplyAddEstimate(wide.AsSingle(), factor._value, term._value));
    }

    public static double Fold(Fp16In256 register) => Vector256.Sum(register._value);
}

internal readonly struct Fp16In128(Vector128<float> value) : IRegister<Fp16In128>
{
    private readonly Vector128<float> _value = value;

    public static bool IsSupported => true;

    public static int Operations => 2 * Vector128<float>.Count;

    public static Fp16In128 Start(int number) => new(Vector128.Create(Fp32Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fp16In128 Step(Fp16In128 sum, Fp16In128 factor, Fp16In128 term)
    {
        var half = (sum._value.AsUInt32() & Vector128.Create(HalfBits.Kept)) | Vector128.Create(HalfBits.One);
        var sign = (half & Vector128.Create(HalfBits.Sign)) << HalfBits.SignShift;
        var size = (half & Vector128.Create(HalfBits.Size)) << HalfBits.SizeShift;
        var wide = (size.AsSingle() * Vector128.Create(HalfBits.Scale)).AsUInt32() | sign;
        return new(Vector128.MultiplyAddEstimate(wide.AsSingle(), factor._value, term._value));
    }

    public static double Fold(Fp16In128 register) => Vector128.Sum(register._value);
}

/// <summary>The parts of a Half (IEEE 754 binary16) and how they get to their places in a float.</summary>
internal static class HalfBits
{
    public const uint Sign = 0x8000;
    public const uint Size = 0x7fff;
    public const int SignShift = 16;
    public const int SizeShift = 13;

    /// <summary>2^112: the exponent's bias is 15 in a Half, 127 in a float.</summary>
    public const float Scale = 5.192296858534828e33f;

    /// <summary>Sign and fraction of an arbitrary value, which with the exponent of <see cref="One"/> is never subnormal.</summary>
    public const uint Kept = 0x83ff;

    public const uint One = 0x3c00;
}
