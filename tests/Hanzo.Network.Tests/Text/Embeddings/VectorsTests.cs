using Hanzo.Network.Text.Embeddings;

namespace Hanzo.Network.Tests.Text.Embeddings;

public sealed class VectorsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(37)]
    public void The_cosine_is_that_of_the_plain_formula_whatever_the_length(int length)
    {
        var random = new Random(length);
        var (left, right) = (Drawn(random, length), Drawn(random, length));
        var plain = left.Zip(right, (one, other) => (double)one * other).Sum()
            / Math.Sqrt(left.Sum(part => (double)part * part)) / Math.Sqrt(right.Sum(part => (double)part * part));

        ((double)Vectors.Cosine(left, right)).ShouldBe(plain, 1e-5);
        Vectors.Cosine(left, left).ShouldBe(1, 1e-5f);
        Vectors.Cosine(left, [.. left.Select(part => -3 * part)]).ShouldBe(-1, 1e-5f);
    }

    [Fact]
    public void Zeros_are_near_nothing_and_stay_zeros()
    {
        float[] zeros = [0, 0];
        Vectors.Cosine(zeros, [1, 2]).ShouldBe(0);
        Vectors.Cosine([], []).ShouldBe(0);
        Vectors.Normalize(zeros);
        zeros.ShouldBe([0, 0]);
    }

    [Fact]
    public void A_normalised_vector_has_length_one_and_its_direction()
    {
        float[] vector = [3, 4];
        Vectors.Normalize(vector);
        vector.ShouldBe([0.6f, 0.8f]);
        Vectors.Dot(vector, vector).ShouldBe(1, 1e-6f);
    }

    [Fact]
    public void Vectors_of_different_lengths_are_refused_with_both() =>
        Should.Throw<ArgumentException>(() => Vectors.Cosine([1, 2], [1, 2, 3])).Message.ShouldContain("2 and 3 dimensions");

    private static float[] Drawn(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)];
}
