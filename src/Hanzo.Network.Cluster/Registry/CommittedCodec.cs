using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// Deployed agents in the group's store: the version, a space, and the text that is replicated, so that the version can be read also of
/// what this version of the program cannot.
/// </summary>
internal static class CommittedCodec
{
    public const string Prefix = "hanzo/agents/";

    public static string Key(AgentName name) => Prefix + name.Value;

    public static string Write(DeployedAgent agent) =>
        string.Create(CultureInfo.InvariantCulture, $"{agent.Version} {RegistryCodec.Write(agent)}");

    /// <param name="problem">Why it has no value; null: it has one, or the key is no agent's.</param>
    /// <returns>Null: the key is no agent's.</returns>
    public static CommittedAgent? Read(string key, KeyValueEntry entry, out string? problem)
    {
        problem = null;
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || !AgentName.TryParse(key[Prefix.Length..], out var name)) return null;
        var space = entry.Value.IndexOf(' ', StringComparison.Ordinal);
        var digits = entry.Value.AsSpan(0, Math.Max(0, space));
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            problem = "it does not begin with a version.";
            return new CommittedAgent(name, 0, null, entry.Modified);
        }

        try
        {
            var value = RegistryCodec.ReadAgent(entry.Value[(space + 1)..]) with { Name = name, Version = version };
            return new CommittedAgent(name, version, value, entry.Modified);
        }
        catch (FormatException unreadable)
        {
            problem = unreadable.Message;
            return new CommittedAgent(name, version, null, entry.Modified);
        }
    }
}
