using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hanzo.Network.Files;
using Hanzo.Network.Tools.Mcp;

namespace Hanzo.Network.Tests.Tools.Mcp;

public sealed class McpFileTests
{
    [Fact]
    public void Servers_are_read_as_other_programs_write_them()
    {
        const string File = """
            {"mcpServers":{
              "files":{"command":"npx","args":["-y","server-files","/srv"],"env":{"TOKEN":"Bearer ${SECRET}"},"cwd":"/tmp"},
              "web":{"type":"http","url":"https://box.example/mcp","headers":{"Authorization":"Bearer ${SECRET}"},
                     "tools":["read"],"timeout_seconds":5},
              "later":{"command":"x","disabled":true}}}
            """;

        var servers = Parse(File);

        servers.Select(server => server.Name).ShouldBe(["files", "web"]);
        servers[0].Command.ShouldBe("npx");
        servers[0].Arguments.ShouldBe(["-y", "server-files", "/srv"]);
        servers[0].Environment["TOKEN"].ShouldBe("Bearer hidden");
        (servers[0].Folder, servers[0].Timeout, servers[0].Allows("anything")).ShouldBe(("/tmp", TimeSpan.FromSeconds(30), true));
        servers[1].Url.ShouldBe(new Uri("https://box.example/mcp"));
        servers[1].Headers["Authorization"].ShouldBe("Bearer hidden");
        (servers[1].Timeout, servers[1].Allows("read"), servers[1].Allows("write")).ShouldBe((TimeSpan.FromSeconds(5), true, false));
        servers[1].ToString().ShouldNotContain("hidden");
    }

    [Theory]
    [InlineData("""{"a__b":{"command":"x"}}""", "mcpServers.a__b", "'a__b' is no name of a server; it must have 1 to 32 of")]
    [InlineData("""{"a b":{"command":"x"}}""", "mcpServers.a b", "is no name of a server")]
    [InlineData("""{"a":{}}""", "mcpServers.a", "must have either a 'command' or an 'url'")]
    [InlineData("""{"a":{"command":"x","url":"http://y"}}""", "mcpServers.a", "must have either a 'command' or an 'url'")]
    [InlineData("""{"a":{"command":"x","headers":{}}}""", "mcpServers.a.headers", "means nothing beside 'command'")]
    [InlineData("""{"a":{"url":"http://y","args":[]}}""", "mcpServers.a.args", "means nothing beside 'url'")]
    [InlineData("""{"a":{"url":"ftp://y"}}""", "mcpServers.a.url", "must be an http or https address")]
    [InlineData("""{"a":{"url":"http://me:secret@y"}}""", "mcpServers.a.url", "without user")]
    [InlineData("""{"a":{"type":"http","command":"x"}}""", "mcpServers.a.type", "must be stdio")]
    [InlineData("""{"a":{"command":"x","timeout_seconds":0}}""", "mcpServers.a.timeout_seconds", "from 1 to 1,800 seconds")]
    [InlineData("""{"a":{"command":"x","env":{"K":"${GONE}"}}}""", "mcpServers.a.env.K", "the variable GONE is not set")]
    [InlineData("""{"a":{"url":"http://y","headers":{"K":"a\nb"}}}""", "mcpServers.a.headers.K", "must not hold control characters")]
    [InlineData("""{"a":{"url":"http://y","headers":{"K:":"a"}}}""", "mcpServers.a.headers.K:", "is no name")]
    [InlineData("""{"a":{"comand":"x"}}""", "mcpServers.a.comand", "is unknown; allowed: type, command")]
    public void What_is_none_is_refused(string servers, string field, string why)
    {
        var error = Should.Throw<InvalidFileException>(() => Parse($$"""{"mcpServers":{{servers}}}"""));

        error.Field.ShouldBe(field);
        error.Message.ShouldContain(why);
    }

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Mcp);
        var root = schema.RootElement.GetProperty("properties");

        root.EnumerateObject().Select(one => one.Name).ShouldBe(McpFile.RootFields, ignoreOrder: true);
        root.GetProperty("mcpServers").GetProperty("additionalProperties").GetProperty("properties").EnumerateObject()
            .Select(one => one.Name).ShouldBe(McpFile.Fields, ignoreOrder: true);
    }

    private static ImmutableArray<McpServerSpec> Parse(string json) =>
        McpFile.Parse("mcp.json", Encoding.UTF8.GetBytes(json), name => name == "SECRET" ? "hidden" : null);
}
