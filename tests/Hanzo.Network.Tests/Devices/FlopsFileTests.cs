using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Tests.Devices;

public sealed class FlopsFileTests
{
    [Fact]
    public void Reads_rows_as_an_override()
    {
        var rows = Parse(
            """
            {
              "sources": { "maker": "The maker's page" },
              "rows": [
                { "name": "RTX 9999", "aliases": ["RTX 9998"], "fp32": 100, "int8": 0, "memory": 49152,
                  "confidence": "guess", "source": "maker" },
                { "name": "My chip", "fp16": 1.5, "source": "measured by me" },
              ]
            }
            """);

        rows[0].Name.ShouldBe("RTX 9999");
        rows[0].Aliases.ShouldBe(["RTX 9998"]);
        rows[0].Flops.ShouldBe(new Flops(100, null, null) { Source = FigureSource.Override });
        rows[0].MemoryMb.ShouldBe(49152);
        (rows[0].Confidence, rows[0].Citation).ShouldBe((FlopsConfidence.Guess, "The maker's page"));
        rows[1].Flops.ShouldBe(new Flops(null, 1.5, null) { Source = FigureSource.Override });
        (rows[1].MemoryMb, rows[1].Confidence, rows[1].Citation).ShouldBe((null, FlopsConfidence.Published, "measured by me"));
    }

    [Theory]
    [InlineData("[]", "my.json, line 1: must be an object with rows, sources, $schema")]
    [InlineData("{}", "my.json, line 1: the field 'rows' is missing")]
    [InlineData("""{"rows":[{"fp32":1}]}""", "rows[0]: the field 'name' is missing")]
    [InlineData("""{"rows":[{"name":"x","fp64":1}]}""", "rows[0].fp64: is unknown; allowed: name, aliases, fp32, fp16, int8, memory")]
    [InlineData(
        "{\"rows\":[\n{\"name\":\"x\",\n\"fp32\":-1}]}",
        "my.json, line 3, rows[0].fp32: must be a number from 0 to 100,000 TFLOPS, not -1")]
    [InlineData("""{"rows":[{"name":"x","fp32":1e6}]}""", "rows[0].fp32: must be a number from 0 to 100,000 TFLOPS, not 1e6")]
    [InlineData("""{"rows":[{"name":"x","fp32":"fast"}]}""", "not 'fast'")]
    [InlineData("""{"rows":[{"name":"x","fp32":1,"memory":1.5}]}""", "rows[0].memory: must be a whole number from 0 to 16,777,216 MB")]
    [InlineData("""{"rows":[{"name":"x"}]}""", "rows[0]: has no figure; it must have one of fp32, fp16, int8 above 0 TFLOPS")]
    [InlineData("""{"rows":[{"name":"x","fp32":0}]}""", "rows[0]: has no figure")]
    [InlineData(
        """{"rows":[{"name":"x","fp32":1,"confidence":"sure"}]}""",
        "rows[0].confidence: must be one of published, derived, guess, not 'sure'")]
    [InlineData("""{"rows":[{"name":"NVIDIA","fp32":1}]}""", "rows[0].name: 'NVIDIA' names no chip")]
    [InlineData("""{"rows":[{"name":"x","fp32":1},{"name":"NVIDIA X","fp32":1}]}""", "rows[1].name: 'NVIDIA X' names the same chip")]
    [InlineData("""{"rows":[{"name":"x","aliases":["AMD x"],"fp32":1}]}""", "rows[0].aliases[0]: 'AMD x' names the same chip")]
    [InlineData("""{"sources":[],"rows":[]}""", "sources: must be an object")]
    [InlineData("""{"sources":{"a":1},"rows":[]}""", "sources.a: must be a text, not 1")]
    public void Names_the_field_the_value_and_the_range(string json, string problem) =>
        Should.Throw<InvalidFileException>(() => Parse(json)).Message.ShouldContain(problem);

    [Fact]
    public void Too_many_rows_are_refused()
    {
        var rows = Enumerable.Range(0, FlopsFile.MaxRows + 1).Select(i => $$"""{"name":"chip {{i}}","fp32":1}""");

        Should.Throw<InvalidFileException>(() => Parse($$"""{"rows":[{{string.Join(',', rows)}}]}"""))
            .Message.ShouldContain("has 2001 items; at most 2000 are allowed");
    }

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Flops);
        var properties = schema.RootElement.GetProperty("properties");
        var rows = properties.GetProperty("rows");
        var row = rows.GetProperty("items").GetProperty("properties");

        Names(properties).ShouldBe(FlopsFile.Fields, ignoreOrder: true);
        Names(row).ShouldBe(FlopsFile.RowFields, ignoreOrder: true);
        rows.GetProperty("maxItems").GetInt32().ShouldBe(FlopsFile.MaxRows);
        row.GetProperty("aliases").GetProperty("maxItems").GetInt32().ShouldBe(FlopsFile.MaxAliases);
        row.GetProperty("fp16").GetProperty("maximum").GetDouble().ShouldBe(DeviceLimits.MaxTflops);
        row.GetProperty("memory").GetProperty("maximum").GetInt64().ShouldBe(DeviceLimits.MaxMemoryMb);
    }

    private static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(property => property.Name);

    private static ImmutableArray<FlopsRow> Parse(string json) => FlopsFile.Parse("my.json", Encoding.UTF8.GetBytes(json));
}
