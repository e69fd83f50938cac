using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// Agents that another group had decided otherwise: kept in the group beside the decision that counts, so that every node tells people of
/// it, until the agent is decided on again.
/// </summary>
internal static class AgentConflicts
{
    public const string Prefix = ReservedKeys.OfGroup + "agent-conflicts/";

    private const string Defined = "defined";
    private const string TakenBack = "taken-back";

    public static string Key(AgentName name) => Prefix + name.Value;

    /// <param name="decided">What counts.</param>
    /// <param name="conflict">What does not.</param>
    public static Operation Keep(DeployedAgent decided, DeployedAgent conflict) => new Operation.Put(
        Key(decided.Name),
        string.Create(
            CultureInfo.InvariantCulture, $"{decided.Version} {conflict.Version} {(decided.Definition is null ? TakenBack : Defined)}"));

    public static Operation Forget(AgentName name) => new Operation.Delete(Key(name));

    /// <summary>What is to be told of each.</summary>
    public static ImmutableSortedDictionary<string, string> In(KeyValueState state) => state.Under(Prefix)
        .Select(entry => (Name: entry.Key[Prefix.Length..], Text: TextOf(entry.Key[Prefix.Length..], entry.Value.Value)))
        .ToImmutableSortedDictionary(told => told.Name, told => told.Text, StringComparer.Ordinal);

    private static string TextOf(string name, string value) => value.Split(' ') is [var decided, var conflict, var how]
        ? $"agent '{name}' was decided otherwise by another group, as version {conflict}, which does not count: two networks have met. "
            + $"What counts is {(how == TakenBack ? "that it was taken back" : "the definition of this network's group")}, as version "
            + $"{decided}; deploy the other again if it is wanted."
        : $"agent '{name}' was decided otherwise by another group, which does not count: two networks have met.";
}
