using System.Globalization;
using Hanzo.Network.Text.Embeddings;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Text.Embeddings;

public sealed class HashedEmbeddingsTests
{
    private static readonly HashedEmbeddings Hashed = new();

    [Theory]
    [InlineData("My flight to Lisbon is on Friday", "When is the flight to Lisbon?", "The soup needs more salt")]
    [InlineData("invoice overdue", "an overdue invioce", "an overgrown garden")]
    [InlineData("translating documents", "translate a document", "transport a doctor")]
    [InlineData("Kündigung meines Vertrags", "Vertragskündigung", "Wetterbericht für morgen")]
    public void What_shares_words_stems_or_most_letters_is_nearer(string text, string near, string far) =>
        Cosine(text, near).ShouldBeGreaterThan(Cosine(text, far) + 0.1f);

    [Theory]
    [InlineData("Order number", "order  NUMBER!")]
    [InlineData("word_count", "word count")]
    public void Case_and_punctuation_do_not_matter(string one, string other) => Cosine(one, other).ShouldBe(1, 1e-5f);

    [Theory]
    [InlineData("hello world")]
    [InlineData("who are you")]
    [InlineData("天気はどうですか")]
    [InlineData("7")]
    public void Any_text_with_a_letter_or_digit_has_length_one(string text)
    {
        var vector = Hashed.Embed(text);
        Vectors.Dot(vector, vector).ShouldBe(1, 1e-5f);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ?! ")]
    public void Others_are_all_zeros(string text) => Hashed.Embed(text).ShouldAllBe(part => part == 0);

    [Fact]
    public void Vectors_are_the_same_in_every_process()
    {
        var vector = Hashed.Embed("The same text, always.");
        var told = vector.Select((part, index) => (part, index)).Where(one => one.part != 0).OrderByDescending(one => Math.Abs(one.part))
            .Take(3).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.index}:{one.part:0.000}"));

        string.Join(" ", told).ShouldBe("105:-0.446 171:0.446 320:-0.446");
    }

    [Fact]
    public void What_does_not_share_anything_is_nearly_orthogonal()
    {
        var random = new Random(11);
        var texts = Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Range(0, 8).Select(_ => Word(random)))).ToList();
        var vectors = texts.Select(Hashed.Embed).ToList();
        for (var i = 0; i < vectors.Count; i++)
            for (var j = 0; j < i; j++) Math.Abs(Vectors.Cosine(vectors[i], vectors[j])).ShouldBeLessThan(0.25f);
    }

    [Fact]
    public async Task Generates_one_vector_per_text_and_says_what_it_is()
    {
        var small = new HashedEmbeddings(128);
        var generated = await small.GenerateAsync(["one text", "another"]);

        generated.Count.ShouldBe(2);
        generated[0].Vector.Length.ShouldBe(128);
        generated[0].ModelId.ShouldBe(HashedEmbeddings.ModelId);
        var metadata = (EmbeddingGeneratorMetadata)small.GetService(typeof(EmbeddingGeneratorMetadata))!;
        metadata.DefaultModelDimensions.ShouldBe(128);
        small.GetService(typeof(HashedEmbeddings)).ShouldBeSameAs(small);
        (await Should.ThrowAsync<ArgumentException>(() => small.GenerateAsync(["x"], new EmbeddingGenerationOptions { Dimensions = 3 })))
            .Message.ShouldContain("3 dimensions");
    }

    [Theory]
    [InlineData(63)]
    [InlineData(65_537)]
    public void Dimensions_out_of_range_are_refused(int dimensions) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new HashedEmbeddings(dimensions)).Message.ShouldContain("64 to 65536");

    [Fact]
    public void A_large_text_takes_no_memory_but_its_buffer_and_counts_to_its_bound()
    {
        var text = string.Concat(Enumerable.Repeat("some words of a long text ", 5000));
        var vector = new float[Hashed.Dimensions];
        // The least of a few: while other tests collect garbage, the pool of buffers is emptied now and then.
        Enumerable.Range(0, 5).Min(_ => BytesOfEmbedding(text, vector)).ShouldBeLessThan(1000);
        Hashed.Embed(text[..100_000]).ShouldBe(vector);
    }

    private static long BytesOfEmbedding(string text, float[] vector)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Hashed.Embed(text, vector);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static float Cosine(string one, string other) => Vectors.Cosine(Hashed.Embed(one), Hashed.Embed(other));

    private static string Word(Random random) => new([.. Enumerable.Range(0, 7).Select(_ => (char)('a' + random.Next(26)))]);
}
