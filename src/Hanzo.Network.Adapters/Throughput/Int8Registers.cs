using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Hanzo.Network.Adapters.Throughput;

// A step adds to each sum of 32 bits the products of its own four bytes with four others.
internal readonly struct Int8InVnni(Vector256<int> value) : IRegister<Int8InVnni>
{
    private readonly Vector256<int> _value = value;

    public static bool IsSupported => AvxVnni.IsSupported;

    public static int Operations => 2 * Vector256<byte>.Count;

    public static Int8InVnni Start(int number) => new(Vector256.Create(Int8Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int8InVnni Step(Int8InVnni sum, Int8InVnni factor, Int8InVnni term) =>
        new(AvxVnni.MultiplyWideningAndAdd(sum._value, sum._value.AsByte(), factor._value.AsSByte()));

    public static double Fold(Int8InVnni register) => Vector256.Sum(register._value);
}

internal readonly struct Int8InAvx512(Vector512<int> value) : IRegister<Int8InAvx512>
{
    private readonly Vector512<int> _value = value;

    public static bool IsSupported => Avx512BW.IsSupported && Vector512.IsHardwareAccelerated;

    public static int Operations => 2 * Vector512<byte>.Count;

    public static Int8InAvx512 Start(int number) => new(Vector512.Create(Int8Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int8InAvx512 Step(Int8InAvx512 sum, Int8InAvx512 factor, Int8InAvx512 term)
    {
        var pairs = Avx512BW.MultiplyAddAdjacent(sum._value.AsByte(), factor._value.AsSByte());
        return new(sum._value + Avx512BW.MultiplyAddAdjacent(pairs, term._value.AsInt16()));
    }

    public static double Fold(Int8InAvx512 register) => Vector512.Sum(register._value);
}

internal readonly struct Int8InAvx2(Vector256<int> value) : IRegister<Int8InAvx2>
{
    private readonly Vector256<int> _value = value;

    public static bool IsSupported => Avx2.IsSupported;

    public static int Operations => 2 * Vector256<byte>.Count;

    public static Int8InAvx2 Start(int number) => new(Vector256.Create(Int8Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int8InAvx2 Step(Int8InAvx2 sum, Int8InAvx2 factor, Int8InAvx2 term)
    {
        var pairs = Avx2.MultiplyAddAdjacent(sum._value.AsByte(), factor._value.AsSByte());
        return new(sum._value + Avx2.MultiplyAddAdjacent(pairs, term._value.AsInt16()));
    }

    public static double Fold(Int8InAvx2 register) => Vector256.Sum(register._value);
}

internal readonly struct Int8InDot(Vector128<int> value) : IRegister<Int8InDot>
{
    private readonly Vector128<int> _value = value;

    public static bool IsSupported => Dp.IsSupported;

    public static int Operations => 2 * Vector128<byte>.Count;

    public static Int8InDot Start(int number) => new(Vector128.Create(Int8Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int8InDot Step(Int8InDot sum, Int8InDot factor, Int8InDot term) =>
        new(Dp.DotProduct(sum._value, sum._value.AsSByte(), factor._value.AsSByte()));

    public static double Fold(Int8InDot register) => Vector128.Sum(register._value);
}

/// <summary>Without an instruction for it: widened to 16 bits, multiplied, added in pairs.</summary>
internal readonly struct Int8In128(Vector128<int> value) : IRegister<Int8In128>
{
    private readonly Vector128<int> _value = value;

    public static bool IsSupported => true;

    public static int Operations => 2 * Vector128<byte>.Count;

    public static Int8In128 Start(int number) => new(Vector128.Create(Int8Numbers.Of(number)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int8In128 Step(Int8In128 sum, Int8In128 factor, Int8In128 term)
    {
        var (low, high) = Vector128.Widen(sum._value.AsSByte());
        var pairs = (low * factor._value.AsInt16()) + (high * factor._value.AsInt16());
        var (first, second) = Vector128.Widen(pairs);
        return new(sum._value + first + second);
    }

    public static double Fold(Int8In128 register) => Vector128.Sum(register._value);
}

/// <summary>What registers start with: bytes of 3, then words of 1, then others.</summary>
internal static class Int8Numbers
{
    public static int Of(int number) => number switch { 0 => 0x03030303, 1 => 0x00010001, _ => 0x01020304 * number };
}
