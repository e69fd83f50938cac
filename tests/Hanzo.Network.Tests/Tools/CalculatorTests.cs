using Hanzo.Network.Tools.Arithmetic;

namespace Hanzo.Network.Tests.Tools;

public sealed class CalculatorTests
{
    [Theory]
    [InlineData("(19 + 5) * 5 - 19", "101")]
    [InlineData("2+3*4", "14")]
    [InlineData("2-3-4", "-5")]
    [InlineData("100/10/5", "2")]
    [InlineData("6 × 7 ÷ 2 − 1", "20")]
    [InlineData("3 x 4 · 2", "24")]
    [InlineData("2^10", "1024")]
    [InlineData("2^3^2", "512")]
    [InlineData("-2^2", "-4")]
    [InlineData("(-2)^2", "4")]
    [InlineData("2^-1", "0.5")]
    [InlineData("--3", "3")]
    [InlineData("+3", "3")]
    [InlineData("17 % 5", "2")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("5.5 % 2", "1.5")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData(".5 + 1.", "1.5")]
    [InlineData("1/3*3", "1")]
    [InlineData("2/3", "0.666666666666667")]
    [InlineData("-10/3", "-3.33333333333333")]
    [InlineData("123456789 * 987654321", "121932631112635269")]
    [InlineData("2^64", "18446744073709551616")]
    [InlineData("1e3 + 1.5e-1", "1000.15")]
    [InlineData("sqrt(16)", "4")]
    [InlineData("sqrt(2)", "1.4142135623731")]
    [InlineData("sqrt(2)*sqrt(2)", "2")]
    [InlineData("SQRT(0.25)", "0.5")]
    [InlineData("min(3, 1, 2)", "1")]
    [InlineData("max(3, 1+9, 2)", "10")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(3.14159, 2)", "3.14")]
    [InlineData("27^(1/3)", "3")]
    [InlineData("4^0.5", "2")]
    [InlineData("0^0", "1")]
    [InlineData("(-1)^1001", "-1")]
    [InlineData("1/1000000000000", "1e-12")]
    [InlineData("((((7))))", "7")]
    public void Calculates(string expression, string value) => Calculator.Evaluate(expression).ShouldBe(value);

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("   ", 4, "empty")]
    [InlineData("2 +", 4, "expected a number, found the end")]
    [InlineData("2 + * 3", 5, "expected a number, found '*'")]
    [InlineData("(2 + 3", 1, "not closed")]
    [InlineData("2 + 3)", 6, "expected an operator, found ')'")]
    [InlineData("2 3", 3, "expected an operator, found '3'")]
    [InlineData("2 $ 3", 3, "expected an operator, found '$'")]
    [InlineData("1,000 + 1", 2, "expected an operator, found ','")]
    [InlineData("50%", 4, "expected a number, found the end")]
    [InlineData("10 / (5 - 5)", 4, "division by zero")]
    [InlineData("10 % 0", 4, "division by zero")]
    [InlineData("0^-1", 2, "division by zero")]
    [InlineData("1 + foo(2)", 5, "'foo' is unknown; known are sqrt, min, max, round")]
    [InlineData("sqrt 4", 6, "expected '(' after 'sqrt'")]
    [InlineData("sqrt(1, 2)", 1, "takes 1 argument, not 2")]
    [InlineData("round(1, 2, 3)", 1, "takes 1 to 2 arguments, not 3")]
    [InlineData("min()", 5, "expected a number, found ')'")]
    [InlineData("max(1", 1, "not closed")]
    [InlineData("sqrt(-1)", 1, "negative")]
    [InlineData("(-8)^(1/3)", 5, "fractional power")]
    [InlineData("10^10000", 3, "overflow")]
    [InlineData("9^9^9^9", 4, "overflow")]
    [InlineData("round(1, 0.5)", 1, "whole number from 0 to 100")]
    [InlineData("1e9999", 1, "exponent")]
    [InlineData(".", 1, "point")]
    public void Says_where_and_what_is_wrong(string expression, int position, string problem)
    {
        var error = Should.Throw<ExpressionException>(() => Calculator.Evaluate(expression));

        error.Message.ShouldContain(problem);
        error.Position.ShouldBe(position);
        error.Message.ShouldStartWith($"position {position}: ");
    }

    [Fact]
    public void Refuses_an_expression_that_is_too_long() =>
        Should.Throw<ExpressionException>(
            () => Calculator.Evaluate(new string('1', Calculator.MaxLength + 1))).Message.ShouldContain("at most 4096");

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("1^", "")]
    [InlineData("sqrt(", ")")]
    public void Refuses_nesting_beyond_its_bound(string open, string close)
    {
        string Nest(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

        Calculator.Evaluate(Nest(Calculator.MaxDepth)).ShouldNotBeEmpty();
        Should.Throw<ExpressionException>(
            () => Calculator.Evaluate(Nest(Calculator.MaxDepth + 1))).Message.ShouldContain("nested deeper than 64");
    }
}
