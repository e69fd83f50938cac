using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tools.BuiltIn;

/// <summary>A question to a person, whose words are the result. The run waits for them.</summary>
internal static class AskPersonTool
{
    public const string Name = "ask_person";
    private const string Parameter = "question";

    // Asked twice it is the same question, and it changes nothing.
    public static Tool Create() => new(
        AIFunctionFactory.Create(Ask, Name, "Asks a human person a question and waits for the answer."),
        new ToolOptions { Effect = ToolEffect.Idempotent, Question = arguments => $"{arguments[Parameter]}" });

    private static string Ask([Description("What to ask, with all that the person must know to answer.")] string question) =>
        throw new InvalidOperationException($"'{question}' is for a person, and was not put to one.");
}
