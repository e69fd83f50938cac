using System.Numerics;
using System.Runtime.InteropServices;

namespace Hanzo.Network.Text.Embeddings;

/// <summary>Arithmetic on vectors of equal length.</summary>
public static class Vectors
{
    /// <summary>The cosine of the angle between two vectors, -1 to 1; 0 when one of them is all zeros.</summary>
    /// <exception cref="ArgumentException">Their lengths differ.</exception>
    public static float Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        RequireSameLength(left, right);
        var (dot, lefts, rights) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var first = MemoryMarshal.Cast<float, Vector<float>>(left);
        var second = MemoryMarshal.Cast<float, Vector<float>>(right);
        for (var i = 0; i < first.Length; i++)
        {
            dot += first[i] * second[i];
            lefts += first[i] * first[i];
            rights += second[i] * second[i];
        }

        var (product, square, other) = (Vector.Sum(dot), Vector.Sum(lefts), Vector.Sum(rights));
        for (var i = first.Length * Vector<float>.Count; i < left.Length; i++)
        {
            product += left[i] * right[i];
            square += left[i] * left[i];
            other += right[i] * right[i];
        }

        var lengths = MathF.Sqrt(square) * MathF.Sqrt(other);
        return lengths > 0 ? Math.Clamp(product / lengths, -1, 1) : 0;
    }

    /// <summary>The sum of products; the cosine, of vectors whose length is 1.</summary>
    /// <exception cref="ArgumentException">Their lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        RequireSameLength(left, right);
        var first = MemoryMarshal.Cast<float, Vector<float>>(left);
        var second = MemoryMarshal.Cast<float, Vector<float>>(right);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < first.Length; i++) sums += first[i] * second[i];
        var sum = Vector.Sum(sums);
        for (var i = first.Length * Vector<float>.Count; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    /// <summary>Adds the other, so many times.</summary>
    /// <exception cref="ArgumentException">Their lengths differ.</exception>
    public static void AddScaled(Span<float> vector, ReadOnlySpan<float> other, float times)
    {
        RequireSameLength(vector, other);
        for (var i = 0; i < vector.Length; i++) vector[i] += other[i] * times;
    }

    /// <summary>Scales to length 1; all zeros stay.</summary>
    public static void Normalize(Span<float> vector)
    {
        var length = MathF.Sqrt(Dot(vector, vector));
        if (length <= 0) return;
        foreach (ref var part in vector) part /= length;
    }

    private static void RequireSameLength(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length)
            throw new ArgumentException($"vectors of {left.Length} and {right.Length} dimensions cannot be compared.", nameof(right));
    }
}
