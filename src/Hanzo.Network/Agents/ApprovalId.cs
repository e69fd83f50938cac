using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>
/// One question about a call of a run, as <c>2</c> or <c>2.3</c>: an answer to it answers no other one, however often it comes.
/// </summary>
/// <param name="Step">Of the run: the call that it is about, from 1.</param>
/// <param name="Number">Counts the questions about this call, from 1, which is not written.</param>
public readonly record struct ApprovalId(int Step, int Number = 1)
{
    public const string AllowedForm = "a number from 1 on, or two with a point between";

    public static bool TryParse([NotNullWhen(true)] string? text, out ApprovalId id)
    {
        var parts = (text ?? "").Split('.');
        var (step, number) = (0, 1);
        var isOne = parts.Length <= 2 && IsCount(parts[0], out step) && (parts.Length == 1 || IsCount(parts[1], out number));
        id = isOne ? new ApprovalId(step, number) : default;
        return isOne;
    }

    public override string ToString() => Number == 1
        ? Step.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Step}.{Number}");

    private static bool IsCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}
