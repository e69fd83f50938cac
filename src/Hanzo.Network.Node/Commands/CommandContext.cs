using System.Collections;
using System.CommandLine;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary>The outside of the program as commands see it.</summary>
/// <param name="Variables">Of the environment.</param>
internal sealed record CommandContext(TextWriter Output, TextWriter Error, IReadOnlyDictionary<string, string> Variables)
{
    public static readonly Option<bool> Json = new("--json") { Description = "Write JSON instead of text.", Recursive = true };

    public static CommandContext OfProcess() => new(
        Console.Out,
        Console.Error,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(pair => (string)pair.Key, pair => (string)(pair.Value ?? "")));

    /// <summary>What a program around this one adds to a node, such as tools of its own; counts over what the node brings.</summary>
    public Action<IServiceCollection>? MoreServices { get; init; }

    public Screen Screen(ParseResult parsed) => new(Output, Error, parsed.GetValue(Json));
}
