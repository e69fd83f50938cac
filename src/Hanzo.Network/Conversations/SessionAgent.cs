using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>The definitions that a session goes by: a run ends with the one that it began with.</summary>
/// <param name="Current">Of the active run.</param>
/// <param name="Newest">Of runs that begin.</param>
public readonly record struct SessionAgent(Agent Current, Agent Newest)
{
    public static implicit operator SessionAgent(Agent agent) => new(agent, agent);

    public static SessionAgent FromAgent(Agent agent) => agent;
}
