using Akka.DistributedData;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// The keys of what nodes share in Distributed Data. None is ever deleted: an emptied value, the text of no length, says that it
/// counts no more.
/// </summary>
internal static class RegistryKeys
{
    /// <summary>Bytes of one value.</summary>
    public const int MaxValueBytes = 64 * 1024;

    /// <summary>Entries of one map.</summary>
    public const int MaxEntries = 200;

    private const string NodePrefix = "node/";
    private const string LoadPrefix = "load/";
    private const string AgentPrefix = "agent/";

    /// <summary>Names of deployed agents with the version deployed last: where to look, not what counts.</summary>
    public static readonly LWWDictionaryKey<string, long> Agents = new("agents");

    /// <summary>Node id by slot, as somebody has asked for.</summary>
    public static readonly LWWDictionaryKey<string, string> Wishes = new("wishes");

    /// <summary>What a node says of itself; it alone writes it.</summary>
    public static LWWRegisterKey<string> Node(string id) => new(NodePrefix + id);

    /// <summary>How a node does; it alone writes it.</summary>
    public static LWWRegisterKey<string> Load(string id) => new(LoadPrefix + id);

    /// <summary>A deployed definition; any node writes it, with a version as its timestamp.</summary>
    public static LWWRegisterKey<string> Agent(AgentName name) => new(AgentPrefix + name.Value);

    public static bool IsNode(string key, out string id) => IsOf(key, NodePrefix, out id);

    public static bool IsLoad(string key, out string id) => IsOf(key, LoadPrefix, out id);

    public static bool IsAgent(string key, out AgentName name)
    {
        name = default;
        return IsOf(key, AgentPrefix, out var text) && AgentName.TryParse(text, out name);
    }

    private static bool IsOf(string key, string prefix, out string rest)
    {
        rest = key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : "";
        return rest.Length > 0;
    }
}
