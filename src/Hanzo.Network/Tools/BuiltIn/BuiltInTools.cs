using System.Collections.Immutable;
using System.ComponentModel;
using Hanzo.Network.Devices;
using Hanzo.Network.Tools.Arithmetic;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tools.BuiltIn;

/// <summary>The tools every node has. All only read or ask, so that a call may be repeated.</summary>
public static class BuiltInTools
{
    private static readonly ToolOptions Reads = new() { Effect = ToolEffect.Idempotent };

    /// <param name="device">The device of the node, as it is at the time of the call.</param>
    /// <param name="load">How busy it is then; null: nothing tells.</param>
    public static ImmutableArray<Tool> Create(Func<DeviceCapabilities> device, Func<DeviceLoad>? load = null) =>
    [
        New("calculate", "Calculates an arithmetic expression: the value of sums, products, quotients, powers and roots.", Calculate),
        New("word_count", "Counts the words, characters and lines of a text.", CountWords),
        New("summarize", "Summarizes a text: a short summary made of its most important sentences.", Summarize),
        New("find", "Finds, or searches for, a word or phrase in a text and lists where it occurs.", Find),
        New(
            "describe_device",
            "Describes the device, machine or computer that runs this, as JSON: model, chip, memory, GPU, TFLOPS, how busy it is.",
            () => DeviceReport.Of(device(), load?.Invoke())),
        AskPersonTool.Create(),
    ];

    private static Tool New(string name, string description, Delegate method) =>
        new(AIFunctionFactory.Create(method, name, description), Reads);

    private static string Calculate(
        [Description("Arithmetic: + - * / ^ % (remainder), parentheses, sqrt(a), min(a, ...), max(a, ...), round(a, digits).")]
        string expression) =>
        Calculator.Evaluate(expression);

    private static string CountWords([Description("The text to count.")] string text) => TextTools.CountWords(text);

    private static string Summarize(
        [Description("The text to summarize.")] string text,
        [Description("Sentences to keep, 1 to 20.")] int sentences = Summarizer.DefaultSentences) =>
        Summarizer.Summarize(text, sentences);

    private static string Find(
        [Description("The text to search.")] string text,
        [Description("The word or phrase to find; case does not matter.")] string query) =>
        TextTools.Find(text, query);
}
