using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Tests.Hosting;

public sealed class ToolInputsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tools-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_tool_that_is_off_is_told_with_what_turns_it_on()
    {
        Problem(["read_file"]).ShouldEndWith("tool 'read_file' is off; --tools-root DIR turns it on.");
        Problem(["http_get"]).ShouldEndWith("tool 'http_get' is off; --tools-http-hosts HOST[:PORT],… turns it on.");
    }

    [Fact]
    public void A_tool_that_is_on_may_be_used() =>
        Load(["read_file", "find_files", "http_get"], ("tools-root", _folder.FullName), ("tools-http-hosts", "example.org"))
            .Problems.ShouldBeEmpty();

    [Fact]
    public void Tools_of_servers_may_be_used_by_the_servers_name()
    {
        var mcp = Path.Combine(_folder.FullName, "mcp.json");
        File.WriteAllText(mcp, """{"mcpServers":{"box":{"command":"x"},"web":{"url":"http://y/","tools":["search"]}}}""");

        Load(["box__anything", "web__search"], ("mcp-file", mcp)).McpServers.Length.ShouldBe(2);
        Load(["web__other"], ("mcp-file", mcp)).Problems.ShouldHaveSingleItem().ShouldContain("tool 'web__other' is unknown");
        Load([], ("mcp-file", "gone.json")).Problems.ShouldHaveSingleItem().ShouldStartWith("--mcp-file: gone.json cannot be read");
    }

    [Fact]
    public void Tools_made_of_others_may_be_used()
    {
        var file = Path.Combine(_folder.FullName, "composite.json");
        File.WriteAllText(
            file, """{"composite_tools":[{"name":"both","steps":["find","summarize"]}],"agents":[{"name":"b","tools":["both"]}]}""");

        var inputs = NodeInputs.Load(SettingsOf(("agents", file)));

        (inputs.Problems.IsEmpty, inputs.CompositeTools.Single().Name).ShouldBe((true, "both"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Load([], ("tools-root", "/no/such/folder")).Problems.ShouldBe(["--tools-root: there is no folder /no/such/folder."]);

    private string Problem(string[] tools) => Load(tools).Problems.ShouldHaveSingleItem();

    private NodeInputs Load(string[] tools, params (string Name, string Value)[] flags)
    {
        var file = Path.Combine(_folder.FullName, "agents.json");
        var listed = string.Join(',', tools.Select(tool => $"\"{tool}\""));
        File.WriteAllText(file, $$"""{"agents":[{"name":"reader","tools":[{{listed}}]}]}""");
        return NodeInputs.Load(SettingsOf([("agents", file), .. flags]));
    }

    private static NodeSettings SettingsOf(params (string Name, string Value)[] flags)
    {
        var layer = SettingLayer.Empty;
        foreach (var (name, value) in flags) layer = layer.With(SettingCatalog.Find(name)!, value, $"--{name}");
        var loaded = SettingLoader.Load(layer, new Dictionary<string, string>(), _ => "");
        loaded.Problems.ShouldBeEmpty();
        return loaded.Settings!;
    }
}
