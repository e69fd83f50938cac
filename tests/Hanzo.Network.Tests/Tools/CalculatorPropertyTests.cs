using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Tools.Arithmetic;

namespace Hanzo.Network.Tests.Tools;

public sealed class CalculatorPropertyTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Agrees_with_decimal_arithmetic_on_whole_numbers() => Prop.ForAll(Numbers(), Numbers(), (a, b) =>
    {
        Value($"({a}) + ({b})").ShouldBe((decimal)a + b);
        Value($"({a}) - ({b})").ShouldBe((decimal)a - b);
        Value($"({a}) * ({b})").ShouldBe((decimal)a * b);
        if (b != 0) Value($"({a}) % ({b})").ShouldBe((decimal)a % b);
    }).Check(Quick);

    [Fact]
    public void Dividing_undoes_multiplying_exactly() => Prop.ForAll(Numbers(), Numbers(), (a, b) =>
    {
        if (b != 0) Value($"({a}) * ({b}) / ({b})").ShouldBe(a);
        if (b != 0) Value($"({a}) / ({b}) * ({b})").ShouldBe(a);
    }).Check(Quick);

    [Fact]
    public void No_text_does_anything_but_calculate_or_say_what_is_wrong() => Prop.ForAll(Garbage(), text =>
    {
        try
        {
            Calculator.Evaluate(text).ShouldNotBeEmpty();
        }
        catch (ExpressionException e)
        {
            e.Position.ShouldBeInRange(1, text.Length + 1);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static decimal Value(string expression) => decimal.Parse(Calculator.Evaluate(expression), CultureInfo.InvariantCulture);

    private static Arbitrary<int> Numbers() => Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary();

    private static Arbitrary<string> Garbage()
    {
        string[] parts =
            ["1", "23", "4.5", ".", "+", "-", "*", "/", "%", "^", "(", ")", ",", " ", "sqrt(", "min(", "round(", "x", "e5", "π"];
        return Gen.ListOf(Gen.Elements(parts)).Select(chosen => string.Concat(chosen)).ToArbitrary();
    }
}
