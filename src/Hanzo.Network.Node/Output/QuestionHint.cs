using System.Globalization;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Output;

/// <summary>What a person is told who watches a run that waits for one.</summary>
internal static class QuestionHint
{
    /// <param name="e">An <c>approval.requested</c>.</param>
    public static string Of(RunEventBody e)
    {
        var approval = e.Data["approval"]?.ToString();
        var how = e.Data["wants"]?.ToString() == "words"
            ? $"hanzo answer {e.RunId} TEXT {approval}"
            : $"hanzo approve|reject {e.RunId} {approval}";
        var until = e.Data["deadline"] is JsonValue value && value.TryGetValue<DateTimeOffset>(out var deadline)
            ? string.Create(CultureInfo.InvariantCulture, $", until {deadline.ToLocalTime():yyyy-MM-dd HH:mm:ss}")
            : "";
        return $"{e.Data["question"]} ({how}{until})";
    }

    /// <param name="e">A <c>child.step</c> that tells of an <c>approval.requested</c>, as <c>2: may it?</c></param>
    public static string OfOther(RunEventBody e)
    {
        var text = e.Data["text"]?.ToString() ?? "";
        var approval = text.Split(':', 2)[0];
        return $"{text[Math.Min(approval.Length + 2, text.Length)..]} (hanzo approve|reject|answer {e.RunId} {e.Data["step"]}:{approval})";
    }
}
