using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hanzo.Network.Files;
using Hanzo.Network.Models;

namespace Hanzo.Network.Tests.Models;

public sealed class ModelsFileTests
{
    [Fact]
    public void Reads_providers_in_their_order_with_all_that_is_said_of_them()
    {
        var providers = Parse("""
            {"providers":[
              {"name":"big","base_url":"https://api.example/v1/","model":"m","api_key_env":"BIG_KEY",
               "timeout_seconds":7,"concurrency":2,"retries":0},
              {"name":"home","base_url":"http://localhost:11434/v1","api_key_file":"/run/key"}
            ]}
            """);

        providers.ShouldBe(
        [
            new ModelEndpoint("big", new Uri("https://api.example/v1"))
            {
                Model = "m", KeyVariable = "BIG_KEY", Timeout = TimeSpan.FromSeconds(7), Concurrency = 2, Retries = 0,
            },
            new ModelEndpoint("home", new Uri("http://localhost:11434/v1")) { KeyFile = "/run/key" },
        ]);
        providers.Select(provider => provider.IsLocal).ShouldBe([false, true]);
    }

    [Theory]
    [InlineData("""{"name":"local","base_url":"http://x/v1"}""", "'local' means something else")]
    [InlineData("""{"name":"Big","base_url":"http://x/v1"}""", "'Big' is no name of a provider")]
    [InlineData("""{"name":"a","base_url":"ftp://x/v1"}""", "must be an http or https address")]
    [InlineData("""{"name":"a","base_url":"https://user:word@x/v1"}""", "without user")]
    [InlineData("""{"name":"a","base_url":"x"}""", "must be an http or https address")]
    [InlineData("""{"name":"a"}""", "the field 'base_url' is missing")]
    [InlineData("""{"name":"a","base_url":"http://x","retries":11}""", "from 0 to 10 calls")]
    [InlineData("""{"name":"a","base_url":"http://x","concurrency":0}""", "from 1 to 1,000 calls")]
    [InlineData("""{"name":"a","base_url":"http://x","timeout_seconds":0}""", "from 1 to 1,800 seconds")]
    [InlineData("""{"name":"a","base_url":"http://x","api_key":"sk-1"}""", "is unknown; allowed: name, base_url, model, api_key_env")]
    [InlineData("""{"name":"a","base_url":"http://x"},{"name":"a","base_url":"http://y"}""", "'a' is named twice")]
    public void What_is_wrong_is_said_with_what_is_allowed(string provider, string error) =>
        Should.Throw<InvalidFileException>(() => Parse($$"""{"providers":[{{provider}}]}""")).Message.ShouldContain(error);

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Models);
        var root = schema.RootElement.GetProperty("properties");
        var item = root.GetProperty("providers").GetProperty("items").GetProperty("properties");

        root.EnumerateObject().Select(field => field.Name).ShouldBe(ModelsFile.RootFields, ignoreOrder: true);
        item.EnumerateObject().Select(field => field.Name).ShouldBe(ModelsFile.Fields, ignoreOrder: true);
        item.GetProperty("name").GetProperty("not").GetProperty("enum").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(ModelReference.Reserved, ignoreOrder: true);
    }

    private static ImmutableArray<ModelEndpoint> Parse(string json) => ModelsFile.Parse("models.json", Encoding.UTF8.GetBytes(json));
}
