using Hanzo.Network.Agents;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Conversations;

/// <summary>Whether a person is asked before a call, and what.</summary>
internal static class PersonQuestions
{
    /// <summary>Bytes of a question as JSON text in UTF-8: it is told with the arguments, in every list of what waits.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <returns>The question, or why it cannot be asked; null: the call is made.</returns>
    public static EffectOutcome? Of(CallTool call, Tool tool, AIFunctionArguments arguments)
    {
        if (!call.Approved && WhyApproval(tool, arguments) is { } why)
            return new AskPerson(call.Id, why) { Unanswered = tool.Options.Unanswered };
        return tool.Options.Question is { } question ? InWords(call, tool, question, arguments) : null;
    }

    private static string? WhyApproval(Tool tool, AIFunctionArguments arguments)
    {
        var always = $"'{tool.Name}' is called only with a person's approval.";
        if (tool.Options.Approval != ToolApproval.When)
            return tool.Options.Approval == ToolApproval.Always ? always : null;
        if (tool.Options.NeedsApproval is not { } rule) return always;
        try
        {
            return rule(arguments) ? $"'{tool.Name}' is called with these arguments only with a person's approval." : null;
        }
        catch (Exception e)
        {
            return $"{always} Its rule for that has failed: {TextLimit.Clip(e.Message)}";
        }
    }

    private static EffectOutcome InWords(
        CallTool call, Tool tool, Func<AIFunctionArguments, string> question, AIFunctionArguments arguments)
    {
        try
        {
            var text = question(arguments);
            return string.IsNullOrWhiteSpace(text) || !ConversationLimits.Fits(text, MaxBytes)
                ? new FailToolCall(call.Id, $"the question has {text.Length} characters; it must be a text of 1 to {MaxBytes} bytes.")
                : new AskPerson(call.Id, text) { WantsWords = true, Unanswered = tool.Options.Unanswered };
        }
        catch (Exception e)
        {
            return new FailToolCall(call.Id, TextLimit.Clip(e.Message));
        }
    }
}
