namespace Hanzo.Network.Tests;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("stauts", "status")]
    [InlineData("stat", "state")]
    [InlineData("drein", "drain")]
    [InlineData("run", "run")]
    [InlineData("poet", null)]
    [InlineData("", null)]
    public void The_word_that_takes_the_fewest_slips_is_meant(string word, string? meant) =>
        Suggestion.For(word, ["run", "state", "status", "drain"]).ShouldBe(meant);
}
