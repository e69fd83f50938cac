using Hanzo.Network.Agents;

namespace Hanzo.Network.Memory;

/// <summary>Whose memories count together against their bound: one agent's, or the network's shared ones.</summary>
public readonly record struct MemoryOwner
{
    private readonly string? _key;

    private MemoryOwner(string key) => _key = key;

    /// <summary>No agent may be called so.</summary>
    public static readonly MemoryOwner Network = new("*");

    /// <summary>As stores keep it.</summary>
    public string Key => _key ?? throw new InvalidOperationException("A MemoryOwner was used without being set.");

    public static MemoryOwner Of(AgentName agent) => new(agent.Value);

    /// <exception cref="FormatException">It is neither <c>*</c> nor an agent's name.</exception>
    public static MemoryOwner Parse(string key) => key == Network.Key ? Network : Of(AgentName.Parse(key));

    public override string ToString() => _key ?? "";
}
