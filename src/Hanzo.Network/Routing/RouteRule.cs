using System.Text.RegularExpressions;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Routing;

/// <summary>Prompts that match a pattern go to an agent.</summary>
public sealed record RouteRule
{
    /// <summary>Characters.</summary>
    public const int MaxPattern = 1000;

    /// <summary>Without backtracking: the time of a match grows with the prompt's length alone, whatever prompt and pattern are.</summary>
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex _regex;

    /// <param name="pattern">A .NET regular expression of 1 to 1,000 characters, without look-around and back references.</param>
    /// <param name="matchCase">Else upper and lower case are the same.</param>
    /// <exception cref="ArgumentException">The pattern cannot be used; the message says why.</exception>
    public RouteRule(string pattern, AgentName agent, bool matchCase = false)
    {
        if (pattern.Length is 0 or > MaxPattern)
            throw new ArgumentException($"pattern has {pattern.Length} characters; it must have 1 to {MaxPattern}.");
        try
        {
            _regex = new Regex(pattern, matchCase ? Options : Options | RegexOptions.IgnoreCase);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"pattern '{pattern}' cannot be used: {error.Message}", error);
        }

        (Pattern, Agent, MatchCase) = (pattern, agent, matchCase);
    }

    public string Pattern { get; }

    public AgentName Agent { get; }

    public bool MatchCase { get; }

    internal bool Matches(ReadOnlySpan<char> text) => _regex.IsMatch(text);
}
