using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Embedded.Cells;

/// <summary>Values of the arguments in <c>() => new X(a, b.C)</c>; what is not a constant or a field of a closure is interpreted.</summary>
internal static class ArgumentEvaluator
{
    public static object[] Evaluate(NewExpression creation)
    {
        var values = new object[creation.Arguments.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ValueOf(creation.Arguments[i])!;
        return values;
    }

    private static object? ValueOf(Expression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field, Expression: ConstantExpression owner } => field.GetValue(owner.Value),
        MemberExpression { Member: FieldInfo { IsStatic: true } field } => field.GetValue(null),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)(),
    };
}
