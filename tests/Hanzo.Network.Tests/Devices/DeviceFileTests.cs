using System.Text;
using System.Text.Json;
using Hanzo.Network.Devices;
using Hanzo.Network.Files;

namespace Hanzo.Network.Tests.Devices;

public sealed class DeviceFileTests
{
    [Fact]
    public void Reads_the_common_form()
    {
        var device = Parse("""{"model":"MacBook Air","chip":"Apple M3","memory":16384,"flops":{"fp32":3.55,"fp16":7.1,"int8":14.2}}""");

        device.Model.ShouldBe("MacBook Air");
        device.Chip.ShouldBe("Apple M3");
        device.MemoryMb.ShouldBe(16384);
        device.Flops.ShouldBe(new Flops(3.55, 7.1, 14.2) { Source = FigureSource.Override });
        device.Source.ShouldBe("file");
    }

    [Fact]
    public void Reads_gpus_cores_and_labels()
    {
        var device = Parse(
            """
            {"model":"m","chip":"c","cores":8,"labels":["rack-1"],"gpus":[{"name":"a","memory":24576},
             {"name":"b","vendor":"NVIDIA","driver":"550.54","flops":{"fp16":5}}]}
            """);

        device.Gpus.ShouldBe(
        [
            new GpuDevice("a", 24576),
            new GpuDevice("b", null)
            {
                Vendor = "NVIDIA", Driver = "550.54", Flops = new Flops(null, 5, null) { Source = FigureSource.Override },
            },
        ]);
        device.Cores.ShouldBe(8);
        device.Labels.ShouldBe(["rack-1"]);
    }

    [Fact]
    public void Reads_the_processor()
    {
        var cpu = Parse("""{"model":"m","chip":"c","cpu":{"name":"EPYC","cores":8,"features":["avx2","fma"]},"cores":8}""").Cpu!;

        (cpu.Name, cpu.Cores).ShouldBe(("EPYC", 8));
        cpu.Features.ShouldBe(["avx2", "fma"]);
    }

    [Fact]
    public void Figures_that_are_left_out_are_those_of_the_table()
    {
        Parse("""{"model":"m","chip":"Apple M3"}""").Flops.ShouldBe(new Flops(3.55, 7.10, 14.20) { Source = FigureSource.Table });
        var cards = Parse("""{"model":"m","chip":"c","gpus":[{"name":"RTX 4090"},{"name":"RTX 4090"}]}""");
        cards.Gpus[0].Flops.Fp32.ShouldBe(82.58);
        cards.Flops.Fp32.ShouldBe(165.16);
        Parse("""{"model":"m","chip":"Apple M3","flops":{"fp32":1}}""").Flops.Fp16.ShouldBeNull();
    }

    [Fact]
    public void What_is_left_out_or_zero_is_unknown()
    {
        var device = Parse("""{"model":"m","chip":"c","memory":0,"flops":{"fp32":0}}""");

        device.MemoryMb.ShouldBeNull();
        device.Flops.ShouldBe(Flops.Unknown);
    }

    [Theory]
    [InlineData("""{"chip":"c"}""", "device.json, line 1: the field 'model' is missing")]
    [InlineData("""{"model":"","chip":"c"}""", "model: is empty; it must have 1 to 200 characters")]
    [InlineData(
        "{\"model\":\"m\",\n\"chip\":\"c\",\n\"memory\":-1}",
        "device.json, line 3, memory: must be a whole number from 0 to 16,777,216 MB, not -1")]
    [InlineData("""{"model":"m","chip":"c","memory":1.5}""", "memory: must be a whole number")]
    [InlineData("""{"model":"m","chip":"c","memory":"16GB"}""", "not '16GB'")]
    [InlineData("""{"model":"m","chip":"c","memory":99999999999999999999}""", "memory: must be a whole number")]
    [InlineData("""{"model":"m","chip":"c","flops":{"fp16":1e9}}""", "flops.fp16: must be a number from 0 to 100,000 TFLOPS, not 1e9")]
    [InlineData("""{"model":"m","chip":"c","flops":{"fp16":1e999}}""", "flops.fp16: must be a number")]
    [InlineData("""{"model":"m","chip":"c","flops":{"fp8":1}}""", "flops.fp8: is unknown; allowed: fp32, fp16, int8")]
    [InlineData("""{"model":"m","chip":"c","cores":0}""", "cores: must be a whole number from 1 to 4,096")]
    [InlineData("""{"model":"m","chip":"c","gpus":[{}]}""", "gpus[0]: the field 'name' is missing")]
    [InlineData("""{"model":"m","chip":"c","gpus":[{"name":"g","memory":-1}]}""", "gpus[0].memory: must be a whole number from 0 to")]
    [InlineData("""{"model":"m","chip":"c","gpus":[{"name":"g","flops":{"fp64":1}}]}""", "gpus[0].flops.fp64: is unknown; allowed: fp32")]
    [InlineData("""{"model":"m","chip":"c","gpus":[{"name":"g","flops":{"fp16":-2}}]}""", "gpus[0].flops.fp16: must be a number from 0 to")]
    [InlineData("""{"model":"m","chip":"c","gpus":[{"name":"g","vram":1}]}""", "gpus[0].vram: is unknown; allowed: name, vendor, memory")]
    [InlineData("""{"model":"m","chip":"c","cpu":{"cores":5000}}""", "cpu.cores: must be a whole number from 1 to 4,096 cores, not 5000")]
    [InlineData("""{"model":"m","chip":"c","cpu":{"cores":8},"cores":4}""", "cpu.cores: is 8, but 'cores' is 4; one of them suffices")]
    [InlineData("""{"model":"m","chip":"c","cpu":{"speed":8}}""", "cpu.speed: is unknown; allowed: name, cores, features")]
    [InlineData("""{"model":"m","chip":"c","cpu":{"features":[""]}}""", "cpu.features[0]: is empty; it must have 1 to 40 characters")]
    [InlineData("""{"model":"m","chip":"c","cpu":7}""", "cpu: must be an object with name, cores, features")]
    [InlineData("""{"model":"m","chip":"c","gpus":{}}""", "gpus: must be an array")]
    [InlineData("""{"model":"m","chip":"c","labels":[1]}""", "labels[0]: must be a text, not 1")]
    [InlineData("""{"model":"m","chip":"c","ram":1}""", "ram: is unknown; allowed: model, chip, memory")]
    public void Names_the_field_the_value_and_the_range(string json, string problem) =>
        Should.Throw<InvalidFileException>(() => Parse(json)).Message.ShouldContain(problem);

    [Fact]
    public void Too_many_entries_are_refused() =>
        Should.Throw<InvalidFileException>(
            () => Parse($$"""{"model":"m","chip":"c","labels":[{{string.Join(',', Enumerable.Repeat("\"x\"", 33))}}]}"""))
            .Message.ShouldContain("has 33 items; at most 32 are allowed");

    [Fact]
    public void The_schema_lists_what_the_parser_takes()
    {
        using var schema = JsonDocument.Parse(Schemas.Device);
        var properties = schema.RootElement.GetProperty("properties");

        Names(properties).ShouldBe(DeviceFile.Fields, ignoreOrder: true);
        var flops = schema.RootElement.GetProperty("$defs").GetProperty("flops").GetProperty("properties");
        Names(flops).ShouldBe(DeviceFile.FlopsFields, ignoreOrder: true);
        Names(properties.GetProperty("gpus").GetProperty("items").GetProperty("properties"))
            .ShouldBe(DeviceFile.GpuFields, ignoreOrder: true);
        Names(properties.GetProperty("cpu").GetProperty("properties")).ShouldBe(DeviceFile.CpuFields, ignoreOrder: true);
        properties.GetProperty("memory").GetProperty("maximum").GetInt64().ShouldBe(DeviceLimits.MaxMemoryMb);
        flops.GetProperty("fp16").GetProperty("maximum").GetDouble().ShouldBe(DeviceLimits.MaxTflops);
    }

    [Fact]
    public void Capabilities_read_as_people_expect_them()
    {
        CapabilityText.Format(new Flops(3.55, 7.1, 14.2)).ShouldBe("fp32: 3.55 TFLOPS, fp16: 7.10 TFLOPS, int8: 14.20 TFLOPS");
        CapabilityText.FormatMemory(16384).ShouldBe("16384MB");
        CapabilityText.Format(new Flops(null, 1, null)).ShouldBe("fp32: unknown, fp16: 1.00 TFLOPS, int8: unknown");
        CapabilityText.FormatMemory(null).ShouldBe("unknown");
    }

    private static IEnumerable<string> Names(JsonElement properties) => properties.EnumerateObject().Select(property => property.Name);

    private static DeviceCapabilities Parse(string json) => DeviceFile.Parse("device.json", Encoding.UTF8.GetBytes(json));
}
