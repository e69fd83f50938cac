using System.Globalization;

namespace Hanzo.Network.Tools;

/// <summary>What counts when nobody has answered a question about a call in time.</summary>
/// <param name="After">From when the question was asked; <see cref="Least"/> to <see cref="Most"/>.</param>
public sealed record Unanswered(TimeSpan After)
{
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Most = TimeSpan.FromDays(30);

    /// <summary>Characters of <see cref="Answer"/>.</summary>
    public const int MaxAnswer = 500;

    /// <summary>
    /// The call is made; false: it is not allowed. One that was begun before, with unknown outcome, is never made again for want of an
    /// answer.
    /// </summary>
    public bool Approve { get; init; }

    /// <summary>The words that count as the answer to a question in words; null: the model is told that nobody answered.</summary>
    public string? Answer { get; init; }

    /// <returns>What is wrong with it, as the end of a sentence that begins with its name; null: nothing.</returns>
    public static string? Check(Unanswered? unanswered)
    {
        if (unanswered is null) return null;
        if (unanswered.After < Least || unanswered.After > Most)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"has 'after' {unanswered.After.TotalSeconds} s; it must be {Least.TotalSeconds} to {Most.TotalSeconds} s");
        return unanswered.Answer is { Length: 0 or > MaxAnswer } answer
            ? $"has an answer of {answer.Length} characters; it must have 1 to {MaxAnswer}"
            : null;
    }
}
