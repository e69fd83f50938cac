using Hanzo.Network.Kills.Campaign;

namespace Hanzo.Network.Kills.Tests;

public sealed class CampaignProgramTests
{
    [Theory]
    [InlineData("--kills", "0")]
    [InlineData("--kills", "many")]
    [InlineData("--journal", "paper")]
    [InlineData("--minutes", "0")]
    public async Task What_is_not_allowed_is_named(string option, string value)
    {
        var error = new StringWriter();

        (await new CampaignProgram(TextWriter.Null, error).RunAsync([option, value])).ShouldBe(2);

        error.ToString().ShouldContain($"'{value}'");
    }
}
