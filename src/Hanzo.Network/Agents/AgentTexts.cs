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

    /// <param name="considered">Each node with its reason.</param>
    /// <param name="cause">What alone keeps all of them from it; null: nothing that is known.</param>
    public static string NoCandidate(AgentName name, IReadOnlyCollection<string> considered, string? cause = null)
    {
        if (considered.Count == 0) return $"agent '{name}' has no node to run on: no node is known.";
        var because = cause is null ? "" : $": {cause}";
        return $"agent '{name}' has no node to run on{because}; considered: {string.Join("; ", considered)}.";
    }

    /// <param name="reason">A sentence.</param>
    public static string NobodyNow(string reason) => $"nobody can run it now: {reason}";

    /// <param name="reason">A sentence.</param>
    public static string NotDeployed(string reason) => $"{reason} It was not deployed; force deploys it for nodes that are still to come.";

    /// <summary>What in its definition alone keeps all nodes from an agent: a label or a node that there is not; null: neither.</summary>
    /// <param name="labels">Of all nodes.</param>
    /// <param name="nodes">Ids of all nodes.</param>
    public static string? UnknownName(Agent agent, IEnumerable<string> labels, IEnumerable<string> nodes) =>
        UnknownLabel(agent, labels) ?? UnknownNode(agent, nodes);

    private static string? UnknownNode(Agent agent, IEnumerable<string> known)
    {
        if (agent.Deployment?.Nodes is not { IsEmpty: false } asked) return null;
        var names = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0 || asked.Any(names.Contains)) return null;
        var guess = Suggestion.For(asked[0], names) is { } near ? $"did you mean '{near}'? " : "";
        return $"on: no node is {string.Join(" or ", asked.Select(node => $"'{node}'"))} ({guess}known are {string.Join(", ", names)})";
    }

    /// <summary>The field that asks for a label which no node has, and the labels there are; null when each is somewhere.</summary>
    /// <param name="known">Labels of all nodes.</param>
    private static string? UnknownLabel(Agent agent, IEnumerable<string> known)
    {
        if (agent.Deployment?.Label is null && agent.Requires.Labels.IsEmpty) return null;
        var names = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (agent.Deployment?.Label is { } scope && !names.Contains(scope)) return UnknownLabel("label", scope, names);
        var missing = agent.Requires.Labels.Except(names, StringComparer.Ordinal).FirstOrDefault();
        return missing is null ? null : UnknownLabel("requires.labels", missing, names);
    }

    private static string UnknownLabel(string field, string missing, List<string> names)
    {
        var guess = Suggestion.For(missing, names) is { } near ? $"did you mean '{near}'? " : "";
        var labels = names.Count == 0 ? "none has any" : $"{guess}known are {string.Join(", ", names.Select(name => $"'{name}'"))}";
        return $"{field}: no node has the label '{missing}' ({labels})";
    }

    public static string Undeployed(AgentName name, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"agent '{name}' was undeployed at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z.");

    public static string Pinned(AgentName name, IEnumerable<string> nodes) =>
        $"agent '{name}' is pinned to {string.Join(", ", nodes.Select(node => $"'{node}'"))} by --agents or code; "
        + "it can be neither deployed nor undeployed while a node that is up offers it so.";
}
