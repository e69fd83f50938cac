using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Hanzo.Network.Node.Commands;

/// <summary>What is wrong with a command line, in words that help to put it right.</summary>
internal static partial class UsageErrors
{
    public static string[] Of(ParseResult parsed)
    {
        var mistyped = Mistyped(parsed);
        var others = parsed.Errors
            .Where(error => mistyped is null || !error.Message.Contains(mistyped, StringComparison.Ordinal))
            .Select(error => Explain(error, parsed));
        return [.. mistyped is null ? [] : new[] { UnknownFlag(mistyped, parsed) }, .. others, $"see 'hanzo {PathOf(parsed)}--help'."];
    }

    /// <summary>A flag that no option has, even where it would pass as the text of an argument; null: there is none.</summary>
    public static string? Mistyped(ParseResult parsed)
    {
        if (!parsed.CommandResult.Command.TreatUnmatchedTokensAsErrors) return null;
        var beforeDashes = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToHashSet();
        var texts = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(child => child.Tokens).Select(token => token.Value);
        return parsed.UnmatchedTokens.Concat(texts)
            .FirstOrDefault(text => beforeDashes.Contains(text) && Flag().IsMatch(text));
    }

    private static string UnknownFlag(string text, ParseResult parsed)
    {
        var name = text.Split('=')[0];
        var hint = Suggestion.For(name, OptionsOf(parsed));
        return hint is null ? $"unknown option '{name}'." : $"unknown option '{name}'; did you mean '{hint}'?";
    }

    private static string Explain(ParseError error, ParseResult parsed)
    {
        var unmatched = parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));
        if (unmatched is null || parsed.CommandResult.Command is not RootCommand root) return error.Message;
        var hint = Suggestion.For(unmatched, root.Subcommands.Select(command => command.Name));
        return hint is null ? $"unknown command '{unmatched}'." : $"unknown command '{unmatched}'; did you mean '{hint}'?";
    }

    private static IEnumerable<string> OptionsOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Append(option.Name))
            .Append(CommandContext.Json.Name);

    private static string PathOf(ParseResult parsed)
    {
        var path = "";
        for (var at = parsed.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
            path = $"{at.Command.Name} {path}";
        return path;
    }

    [GeneratedRegex("^--?[a-zA-Z][a-zA-Z0-9-]*(=.*)?$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Flag();
}
