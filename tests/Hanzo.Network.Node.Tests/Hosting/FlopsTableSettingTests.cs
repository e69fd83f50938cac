using Hanzo.Network.Devices;
using Hanzo.Network.Node.Hosting;

namespace Hanzo.Network.Node.Tests.Hosting;

public sealed class FlopsTableSettingTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void Without_a_file_the_built_in_table_counts()
    {
        var (table, problems) = NodeInputs.LoadTable(null);

        table.ShouldBeSameAs(FlopsTable.Builtin);
        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Rows_of_the_file_count_over_the_built_in_ones()
    {
        File.WriteAllText(_file, """{"rows":[{"name":"RTX 4090","fp32":80},{"name":"My accelerator","fp16":500,"memory":65536}]}""");

        var (table, problems) = NodeInputs.LoadTable(_file);

        problems.ShouldBeEmpty();
        table.FlopsOf("NVIDIA GeForce RTX 4090").ShouldBe(new Flops(80, null, null) { Source = FigureSource.Override });
        table.FlopsOf("my accelerator").Fp16.ShouldBe(500);
        table.FlopsOf("Apple M3").Fp32.ShouldBe(3.55);
    }

    [Fact]
    public void A_wrong_file_is_told_with_line_field_and_range_and_the_built_in_table_stays()
    {
        File.WriteAllText(_file, "{\"rows\":[\n{\"name\":\"x\",\"fp32\":-1}]}");

        var (table, problems) = NodeInputs.LoadTable(_file);

        table.ShouldBeSameAs(FlopsTable.Builtin);
        problems.ShouldHaveSingleItem().ShouldBe(
            $"{_file}, line 2, rows[0].fp32: must be a number from 0 to 100,000 TFLOPS, not -1.");
    }

    public void Dispose() => File.Delete(_file);
}
