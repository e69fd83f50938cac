using System.Globalization;

namespace Hanzo.Network.Agents;

/// <summary>Why an agent cannot be had, in words that are the same in every kind of network.</summary>
public static class AgentTexts
{
    public static string Unknown(AgentName name, IEnumerable<AgentName> known)
    {
        var names = known.Select(agent => agent.Value).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0) return $"agent '{name}' is unknown; no agent is known.";
        var hint = Suggestion.For(name.Value, names) is { } near ? $"did you mean '{near}'? Known" : "known";
        return $"agent '{name}' is unknown; {hint} are {string.Join(", ", names)}.";
    }

    public static string Undeployed(AgentName name, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"agent '{name}' was undeployed at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z.");

    public static string Pinned(AgentName name, IEnumerable<string> nodes) =>
        $"agent '{name}' is pinned to {string.Join(", ", nodes.Select(node => $"'{node}'"))} by --agents or code; "
        + "it can be neither deployed nor undeployed while a node that is up offers it so.";
}
