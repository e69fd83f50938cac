using Hanzo.Network.Text;

namespace Hanzo.Network.Tests.Text;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 runs")]
    [InlineData(1, "1 run")]
    [InlineData(1000, "1000 runs")]
    public void One_alone_is_no_plural(long count, string text) => Counted.Of(count, "run").ShouldBe(text);
}
