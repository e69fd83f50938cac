using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.Tools.Composite;

public sealed class CompositeToolReaderTests
{
    private static readonly ToolNames Known = new(["find", "summarize"]);

    [Fact]
    public void Tools_are_read_and_agents_may_use_them()
    {
        const string File = """
            {"composite_tools":[
              {"name":"digest","description":"d",
               "steps":["find",{"tool":"summarize","into":"text","with":{"sentences":2,"deep":{"a":[1.5,null]}}}]}],
             "agents":[{"name":"a","tools":["digest","find"]}]}
            """;

        var tool = AgentsFile.ParseTools("f.json", Encoding.UTF8.GetBytes(File)).ShouldHaveSingleItem();

        (tool.Name, tool.Description, tool.Steps[0].Tool, tool.Steps[1].Tool, tool.Steps[1].Into)
            .ShouldBe(("digest", "d", "find", "summarize", "text"));
        tool.Steps[1].With["sentences"].GetInt32().ShouldBe(2);
        tool.Steps[1].With["deep"].GetRawText().ShouldBe("""{"a":[1.5,null]}""");
        Parse(File).ShouldHaveSingleItem().Tools.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("""[{"name":"a b","steps":["find","find"]}]""", "composite_tools[0].name", "it must have 1 to 64 of")]
    [InlineData("""[{"name":"a","steps":["find"]}]""", "composite_tools[0].steps", "at least 2 are needed")]
    [InlineData("""[{"name":"a","steps":["find","fly"]}]""", "composite_tools[0].steps[1]", "tool 'fly' is unknown; this node has find,")]
    [InlineData("""[{"name":"find","steps":["find","find"]}]""", "composite_tools[0].name", "there is another tool 'find'")]
    [InlineData("""[{"name":"a","steps":["find","a"]}]""", "composite_tools[0].steps[1]", "tool 'a' is unknown")]
    [InlineData("""[{"name":"a","steps":["find",{"with":{}}]}]""", "composite_tools[0].steps[1]", "the field 'tool' is missing")]
    [InlineData(
        """[{"name":"a","steps":["find","find"]},{"name":"a","steps":["find","find"]}]""", "composite_tools[1].name", "is defined twice")]
    public void What_is_none_is_refused(string tools, string field, string why)
    {
        var error = Should.Throw<InvalidFileException>(() => Parse($$"""{"agents":[],"composite_tools":{{tools}}}"""));

        error.Field.ShouldBe(field);
        error.Message.ShouldContain(why);
    }

    [Fact]
    public void They_belong_to_nodes_and_are_not_deployed() =>
        Should.Throw<InvalidFileException>(() => AgentsFile.ParseToDeploy("f.json", """{"agents":[],"composite_tools":[]}"""u8))
            .Message.ShouldContain("cannot be deployed: tools belong to nodes");

    private static System.Collections.Immutable.ImmutableArray<Agent> Parse(string json) =>
        AgentsFile.Parse("f.json", Encoding.UTF8.GetBytes(json), Known);
}
