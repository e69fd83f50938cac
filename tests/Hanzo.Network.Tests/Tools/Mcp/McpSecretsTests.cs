using System.Text.Json;
using Hanzo.Network.Tools.Mcp;

namespace Hanzo.Network.Tests.Tools.Mcp;

public sealed class McpSecretsTests
{
    [Theory]
    [InlineData("API_TOKEN", "sesame-1", "it is sesame-1.", "it is ***.")]
    [InlineData("Authorization", "Bearer sesame-1", "not 'Bearer sesame-1'; sesame-1 is", "not '***'; *** is")]
    [InlineData("DATABASE", "postgres://me:sesa%21me@box/db", "me:sesa%21me, sesa!me", "me:***, ***")]
    [InlineData(
        "PASSWORD", "a+b\"c",
        "{\"is\":\"a\\u002Bb\\u0022c\", \"or\":\"a+b\\\"c\"}",
        "{\"is\":\"***\", \"or\":\"***\"}")]
    public void A_secret_is_hidden_wherever_it_stands(string name, string value, string text, string shown)
    {
        var secrets = Of((name, value));

        secrets.HideInAnswer(text).ShouldBe(shown);
        secrets.HideInError(text).ShouldBe(shown);
    }

    [Fact]
    public void What_need_not_be_a_secret_is_hidden_in_errors_alone()
    {
        var secrets = Of(("ROOT", "/srv/files"), ("MODE", "on"));

        secrets.HideInAnswer("/srv/files/a is on").ShouldBe("/srv/files/a is on");
        secrets.HideInError("/srv/files/a is on").ShouldBe("***/a is on");
    }

    [Fact]
    public void Of_two_secrets_the_longer_one_is_hidden_whole()
    {
        var secrets = Of(("A_KEY", "sesame"), ("B_KEY", "sesame-and-more"));

        secrets.HideInAnswer("sesame-and-more sesame").ShouldBe("*** ***");
        secrets.Longest.ShouldBe(15);
    }

    [Fact]
    public void A_tool_is_told_of_without_them()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"key":{"type":"string","default":"12345678"}}}""");
        var tool = new McpToolSpec("t", "Uses 12345678.", schema, MayRepeat: true);

        var told = Of(("KEY", "12345678")).HideIn(tool);
        var number = JsonElement.Parse("""{"type":"object","maxProperties":12345678}""");
        var broken = Of(("KEY", "12345678")).HideIn(tool with { Schema = number });

        (told.Name, told.Description, told.MayRepeat).ShouldBe(("t", "Uses ***.", true));
        told.Schema.GetProperty("properties").GetProperty("key").GetProperty("default").GetString().ShouldBe("***");
        broken.Schema.GetRawText().ShouldBe("""{"type":"object"}""");
    }

    private static McpSecrets Of(params (string Name, string Value)[] given)
    {
        var server = new McpServerSpec("box");
        var variables = given.Select(one => KeyValuePair.Create(one.Name, one.Value));
        return McpSecrets.Of(server with { Environment = server.Environment.AddRange(variables) });
    }
}
