using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>A call of a tool that waits for a person's word.</summary>
/// <param name="Id">Names it among those of its run.</param>
/// <param name="Arguments">JSON, as the model gave them.</param>
/// <param name="Question">Why a person is asked.</param>
public sealed record PendingApproval(string Id, string Tool, string Arguments, string Question, DateTimeOffset AskedAt)
{
    public static string IdOf(int step) => step.ToString(CultureInfo.InvariantCulture);

    /// <returns>The step within the run; null: the text names none.</returns>
    public static int? StepOf(string id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 ? step : null;
}
