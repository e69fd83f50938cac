using System.Globalization;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Output;

/// <summary>What a person is told who watches a run that waits for one.</summary>
internal static class QuestionHint
{
    /// <summary>Whether a person is asked, be it by the run itself or by one that it waits for, however far away.</summary>
    public static bool IsOne(RunEventBody e)
    {
        var (type, text) = (e.Type, Text(e, "type") + " " + Text(e, "text"));
        while (type == RunEventTypes.ChildStep && text.Split(' ', 2) is [var inner, var more]) (type, text) = (inner, more);
        return type == RunEventTypes.ApprovalRequested;
    }

    /// <param name="e">An <c>approval.requested</c>, or a <c>child.step</c> that tells of one, as <c>2: may it?</c></param>
    public static string Of(RunEventBody e)
    {
        if (e.Type == RunEventTypes.ChildStep) return OfOther(e);
        var until = e.Data["deadline"] is JsonValue value && value.TryGetValue<DateTimeOffset>(out var deadline)
            ? string.Create(CultureInfo.InvariantCulture, $", until {deadline.ToLocalTime():yyyy-MM-dd HH:mm:ss}")
            : "";
        return $"{e.Data["question"]} ({CommandFor(e.RunId, Text(e, "approval"), Text(e, "wants"))}{until})";
    }

    /// <param name="run">As it is told now.</param>
    public static string Of(RunBody run, ApprovalBody asked) => $"{asked.Question} ({CommandFor(run.RunId, asked.Id, asked.Wants)})";

    private static string OfOther(RunEventBody e)
    {
        var text = Text(e, "text");
        // Further away, the numbers of the calls between are not told.
        if (Text(e, "type") == RunEventTypes.ChildStep) return $"{text} (see run {e.RunId})";
        var approval = text.Split(':', 2)[0];
        return $"{text[Math.Min(approval.Length + 2, text.Length)..]} (hanzo approve|reject|answer {e.RunId} {e.Data["step"]}:{approval})";
    }

    private static string CommandFor(string run, string approval, string wants) =>
        wants == "words" ? $"hanzo answer {run} TEXT {approval}" : $"hanzo approve|reject {run} {approval}";

    private static string Text(RunEventBody e, string field) => e.Data[field]?.ToString() ?? "";
}
