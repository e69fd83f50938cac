using Hanzo.Network.Security;

namespace Hanzo.Network.Tests.Security;

public sealed class RevocationChoiceTests
{
    [Theory]
    [InlineData(0, null, RevocationStep.Nothing)]
    [InlineData(0, 0L, RevocationStep.Nothing)]
    [InlineData(2, null, RevocationStep.Put)]
    [InlineData(2, 1L, RevocationStep.Put)]
    [InlineData(2, 2L, RevocationStep.Nothing)]
    [InlineData(2, 3L, RevocationStep.Take)]
    [InlineData(0, 1L, RevocationStep.Take)]
    public void The_newer_list_counts_whoever_has_it(long own, long? held, RevocationStep step) =>
        RevocationChoice.Decide(List(own), held is { } version ? List(version) : null).ShouldBe(step);

    private static RevocationList List(long version) => RevocationList.None with { Version = version };
}
