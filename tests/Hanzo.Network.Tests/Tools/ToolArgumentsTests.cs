using System.Text.Json;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.Tools;

public sealed class ToolArgumentsTests
{
    private const string Schema = """
        {
          "type": "object",
          "required": ["city"],
          "additionalProperties": false,
          "properties": {
            "city": {"type": "string", "minLength": 2, "maxLength": 10},
            "days": {"type": ["integer", "null"], "minimum": 1, "maximum": 7},
            "unit": {"enum": ["C", "F"]},
            "exact": {"type": "boolean"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "place": {"type": "object", "required": ["lat"], "properties": {"lat": {"type": "number"}}}
          }
        }
        """;

    [Theory]
    [InlineData("""{"city":"Köln"}""")]
    [InlineData("""{"city":"Köln","days":null,"unit":"F","exact":true,"tags":[],"place":{"lat":50.9}}""")]
    [InlineData("""{"city":"Köln","days":7,"tags":["a","b"]}""")]
    public void What_fits_is_passed_on(string json)
    {
        var arguments = ToolArguments.Parse(json, Root());

        arguments.Error.ShouldBeNull();
        arguments.Values["city"].ShouldBeOfType<JsonElement>().GetString().ShouldBe("Köln");
    }

    [Theory]
    [InlineData("""{}""", "argument 'city' is missing; it must be of type string.")]
    [InlineData("""{"city":7}""", "argument 'city' must be of type string, not 7.")]
    [InlineData("""{"city":"K"}""", "argument 'city' must be at least 2 characters, not 1.")]
    [InlineData("""{"city":"Castrop-Rauxel"}""", "argument 'city' must be at most 10 characters, not 14.")]
    [InlineData("""{"city":"Köln","days":0}""", "argument 'days' must be at least 1, not 0.")]
    [InlineData("""{"city":"Köln","days":8}""", "argument 'days' must be at most 7, not 8.")]
    [InlineData("""{"city":"Köln","days":"1"}""", "argument 'days' must be integer or null, not \"1\".")]
    [InlineData("""{"city":"Köln","unit":"K"}""", "argument 'unit' must be one of \"C\", \"F\", not \"K\".")]
    [InlineData("""{"city":"Köln","exact":1}""", "argument 'exact' must be of type boolean, not 1.")]
    [InlineData("""{"city":"Köln","tags":["a",2]}""", "argument 'tags[1]' must be of type string, not 2.")]
    [InlineData("""{"city":"Köln","place":{}}""", "argument 'place.lat' is missing; it must be of type number.")]
    [InlineData("""{"city":"Köln","town":1}""", "argument 'town' is unknown; known are city, days, unit, exact, tags, place.")]
    [InlineData("""null""", "the arguments must be a JSON object.")]
    public void What_does_not_fit_is_named(string json, string error) => ToolArguments.Parse(json, Root()).Error.ShouldBe(error);

    [Fact]
    public void No_arguments_at_all_are_an_empty_object() => ToolArguments.Parse("", Root()).Error!.ShouldContain("'city' is missing");

    [Fact]
    public void A_long_value_is_not_repeated_in_full() =>
        ToolArguments.Parse($$"""{"city":{{new string('1', 300)}}}""", Root()).Error!.Length.ShouldBeLessThan(120);

    [Fact]
    public void A_number_beyond_all_bounds_is_no_crash() =>
        ToolArguments.Parse("""{"city":"Köln","days":1e999}""", Root()).Error.ShouldNotBeNull();

    private static JsonElement Root()
    {
        using var document = JsonDocument.Parse(Schema);
        return document.RootElement.Clone();
    }
}
