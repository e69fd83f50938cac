using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class StateKeyTests
{
    [Theory]
    [InlineData("plan")]
    [InlineData("Plan:2026-01.v_1")]
    [InlineData("0")]
    public void A_key_of_the_allowed_form_is_one(string text) => StateKey.Parse(text).Value.ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("größe")]
    public void Another_text_is_none_and_the_error_names_it_and_the_form(string text) =>
        Should.Throw<FormatException>(() => StateKey.Parse(text)).Message
            .ShouldBe($"state key '{text}' is not allowed; it must match {StateKey.AllowedForm}.");

    [Fact]
    public void A_key_has_at_most_128_characters()
    {
        StateKey.TryParse(new string('k', 128), out _).ShouldBeTrue();
        StateKey.TryParse(new string('k', 129), out _).ShouldBeFalse();
    }

    [Fact]
    public void The_bucket_of_a_key_stays_what_it_is() =>
        new[] { "a", "plan", "results:1", "results:2" }.Select(key => StateBuckets.Of(StateKey.Parse(key)))
            .ShouldBe([300, 274, 132, 317]);

    [Fact]
    public void Twenty_thousand_keys_are_far_from_filling_a_bucket() =>
        Enumerable.Range(0, 20_000).GroupBy(i => StateBuckets.Of(StateKey.Parse($"key-{i}"))).Max(bucket => bucket.Count())
            .ShouldBeLessThan(StateLimits.MaxBucketCells / 3);
}
