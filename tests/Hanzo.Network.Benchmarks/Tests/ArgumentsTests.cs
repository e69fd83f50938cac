using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Running;

namespace Hanzo.Network.Benchmarks.Tests;

public sealed class ArgumentsTests
{
    [Fact]
    public void Options_and_rows_may_come_in_any_order()
    {
        var arguments = Arguments.Parse(["remote-ask", "--compare", "--seconds", "0.5", "local-ask", "--rounds", "7"]);

        arguments.Rows.ShouldBe(["remote-ask", "local-ask"]);
        (arguments.Compare, arguments.Json, arguments.Seconds, arguments.Rounds).ShouldBe((true, false, 0.5, 7));
    }

    [Theory]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "soon")]
    [InlineData("--rounds", "101")]
    [InlineData("--rounds", "")]
    public void A_value_out_of_range_is_named_with_the_range(string option, string value)
    {
        var error = Should.Throw<ArgumentException>(() => Arguments.Parse([option, value]));
        error.Message.ShouldContain($"{option} is '{value}'; allowed: ");
    }

    [Fact]
    public void An_unknown_option_is_named() =>
        Should.Throw<ArgumentException>(() => Arguments.Parse(["--fast"])).Message.ShouldContain("--fast");

    [Fact]
    public void The_beginning_of_a_name_selects_its_rows() =>
        RowCatalog.Select(["remote"]).Select(row => row.Name).ShouldBe(["remote-tell", "remote-ask"]);

    [Fact]
    public void A_whole_name_selects_its_row_alone() => RowCatalog.Select(["socket"]).Select(row => row.Name).ShouldBe(["socket"]);

    [Fact]
    public void A_row_that_does_not_exist_is_named() =>
        Should.Throw<ArgumentException>(() => RowCatalog.Select(["local-ask", "warp"])).Message.ShouldContain("'warp'");

    [Fact]
    public void Names_of_rows_are_unique() => RowCatalog.All.Select(row => row.Name).ShouldBeUnique();
}
