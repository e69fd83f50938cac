using System.Text.Json;
using Hanzo.Network.Tools.Mcp;

namespace Hanzo.Network.Tests.Tools.Mcp;

public sealed class McpRulesTests
{
    private static readonly McpServerSpec Server = new("box");

    [Theory]
    [InlineData("box", "read", "box__read")]
    [InlineData("box", "files.read/all", "box__files_read_all")]
    [InlineData("box", "", null)]
    public void A_tool_has_its_servers_name_before_its_own(string server, string tool, string? name) =>
        McpNames.Of(server, tool).ShouldBe(name);

    [Fact]
    public void A_whole_name_has_64_characters_at_most()
    {
        McpNames.Of("box", new string('a', 59))!.Length.ShouldBe(64);
        McpNames.Of("box", new string('a', 60)).ShouldBeNull();
    }

    [Fact]
    public void Tools_that_cannot_be_offered_are_left_out_and_that_is_said()
    {
        var large = JsonSerializer.SerializeToElement(new { text = new string('x', McpToolList.MaxSchemaBytes) });

        var list = McpToolList.Of(Server,
        [
            McpToolSpec.Unknown("a.b"), McpToolSpec.Unknown("a/b"), McpToolSpec.Unknown(new string('n', 70)),
            McpToolSpec.Unknown("big") with { Schema = large }, McpToolSpec.Unknown("c") with { Description = new string('d', 3000) },
        ]);

        list.Tools.Keys.ShouldBe(["box__a_b", "box__c"]);
        list.Tools["box__c"].Description.Length.ShouldBe(2000);
        list.LeftOut.Length.ShouldBe(3);
        list.LeftOut[0].ShouldBe("'a/b' is left out: another one is called box__a_b already.");
        list.LeftOut[1].ShouldEndWith("is left out: with the server's, its name has more than 64 characters.");
        list.LeftOut[2].ShouldStartWith("'big' is left out: its schema has ");
    }

    [Fact]
    public void A_server_cannot_offer_tools_without_end()
    {
        var list = McpToolList.Of(Server, Enumerable.Range(0, 100_000).Select(n => McpToolSpec.Unknown($"t{n}")));

        list.Tools.Count.ShouldBe(McpToolList.Most);
        list.LeftOut.Length.ShouldBe(McpToolList.Most);
    }

    [Fact]
    public void Only_listed_tools_are_offered() =>
        McpToolList.Of(Server with { Tools = ["b"] }, [McpToolSpec.Unknown("a"), McpToolSpec.Unknown("b")]).Tools.Keys.ShouldBe(["box__b"]);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(5, 1, 16)]
    [InlineData(7, 1, 60)]
    [InlineData(1_000_000, 1, 60)]
    [InlineData(3, 0, 3)]
    public void A_lost_server_is_left_alone_for_longer_each_time(int failures, double chance, double seconds) =>
        Backoff.After(failures, chance).ShouldBe(TimeSpan.FromSeconds(seconds));
}
