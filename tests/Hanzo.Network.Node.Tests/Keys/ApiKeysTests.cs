using Hanzo.Network.Node.Keys;

namespace Hanzo.Network.Node.Tests.Keys;

public sealed class ApiKeysTests
{
    [Fact]
    public void Each_of_the_keys_is_accepted_and_nothing_else()
    {
        var keys = new ApiKeys(["first-key", "second-key"]);

        keys.Accept("first-key").ShouldBeTrue();
        keys.Accept("second-key").ShouldBeTrue();
        foreach (var wrong in new[] { "", "first", "first-key ", "FIRST-KEY", "third-key", "schlüssel", new string('x', 257) })
            keys.Accept(wrong).ShouldBeFalse(wrong);
    }

    [Fact]
    public void Without_keys_none_is_asked_for()
    {
        ApiKeys.None.AreAsked.ShouldBeFalse();
        ApiKeys.None.Accept("any").ShouldBeFalse();
        new ApiKeys(["one"]).AreAsked.ShouldBeTrue();
    }

    [Fact]
    public void A_file_holds_one_key_a_line_and_comments() =>
        ApiKeyRules.KeysOf("# ours\r\n\r\n first \r\nsecond\n").Keys.ShouldBe(["first", "second"]);

    [Theory]
    [InlineData("# nothing\n", "it holds no key")]
    [InlineData("good\nwith blank\n", "line 2 is no key: 1 to 256 visible ASCII characters")]
    public void A_file_that_cannot_be_used_is_told_without_its_keys(string text, string problem) =>
        ApiKeyRules.KeysOf(text).Problem.ShouldBe(problem);

    [Fact]
    public void A_file_has_its_bounds()
    {
        ApiKeyRules.KeysOf(string.Join('\n', Enumerable.Range(1, 33))).Problem.ShouldBe("it holds 33 keys, at most 32 are read");
        ApiKeyRules.KeysOf(new string('\n', 65_537)).Problem.ShouldBe("it has 65537 characters, at most 65536 are read");
    }

    [Theory]
    [InlineData("Bearer abc", "abc")]
    [InlineData("bearer  abc ", "abc")]
    [InlineData("Bearer ", null)]
    [InlineData("Bearer", null)]
    [InlineData("Basic YWJj", null)]
    [InlineData("", null)]
    public void A_key_comes_as_bearer_token(string header, string? key) => BearerToken.Of(header).ShouldBe(key);
}
