using Hanzo.Network.Tools.Files;

namespace Hanzo.Network.Tests.Tools.Files;

public sealed class FilePatternTests
{
    [Theory]
    [InlineData("*", "a/b/c.txt", true)]
    [InlineData("", "a/b/c.txt", true)]
    [InlineData("*.TXT", "a/b/c.txt", true)]
    [InlineData("c.txt", "a/b/c.txt", true)]
    [InlineData("b", "a/b/c.txt", false)]
    [InlineData("?.txt", "c.txt", true)]
    [InlineData("?.txt", "cc.txt", false)]
    [InlineData("a/*", "a/b/c.txt", false)]
    [InlineData("a/*", "a/b", true)]
    [InlineData("a/**", "a/b/c.txt", true)]
    [InlineData("a/**/*.txt", "a/c.txt", true)]
    [InlineData("a/**/*.txt", "a/b/b/c.txt", true)]
    [InlineData("**/b/*", "a/b/c.txt", true)]
    [InlineData("**/b/*", "a/c.txt", false)]
    [InlineData("a*b*c", "aXbXbYc", true)]
    [InlineData("a*b*c", "aXbXbYcd", false)]
    public void A_pattern_fits_a_path(string pattern, string path, bool fits) => FilePattern.Parse(pattern).Matches(path).ShouldBe(fits);

    [Fact]
    public void A_pattern_of_many_stars_takes_no_time()
    {
        var pattern = FilePattern.Parse(string.Concat(Enumerable.Repeat("a*", 90)) + "b");

        pattern.Matches(new string('a', 255)).ShouldBeFalse();
    }

    [Fact]
    public void A_long_pattern_is_refused() =>
        Should.Throw<ArgumentException>(() => FilePattern.Parse(new string('*', 201))).Message.ShouldContain("201 characters");
}
