using System.Text.Json.Serialization;

namespace Hanzo.Network.Agents;

public enum AgentLinkMode
{
    /// <summary>The other agent's answer is the result of the call; the asking agent goes on with it.</summary>
    Ask,

    /// <summary>The other agent answers in the first one's place, and is told the conversation so far.</summary>
    HandOff,
}

/// <summary>Another agent, which an agent may call as it calls its tools: a run of that agent, wherever it has its place.</summary>
public sealed record AgentLink(AgentName Name)
{
    /// <summary>Of <see cref="Function"/>, as models allow it.</summary>
    public const int MaxFunction = 64;

    private const string Ask = "ask_";
    private const string HandOff = "hand_off_to_";

    public AgentLinkMode Mode { get; init; }

    /// <summary>What the model is told of it; null: that agent's own description.</summary>
    public string? Description { get; init; }

    /// <summary>What the model calls.</summary>
    [JsonIgnore]
    public string Function => (Mode == AgentLinkMode.HandOff ? HandOff : Ask) + Name.Value;
}
