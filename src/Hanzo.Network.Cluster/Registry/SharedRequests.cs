using Akka.Actor;
using Hanzo.Network.Agents;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>What the <see cref="SharedRegistry"/> sends along with what it asks the replicator, and what it refuses with.</summary>
internal static class SharedRequests
{
    public static Refused NoMajority(AgentName name) =>
        new(NetworkError.Unavailable, $"no majority of the nodes answers for agent '{name}'; a change may still come.");

    public static Refused Conflicting(AgentName name) => new(
        NetworkError.Conflict, $"somebody else changes agent '{name}' at this moment; see what it is now, and try again.");

    public static Refused Unconfirmed(string what) => new(
        NetworkError.Unavailable,
        $"{what} was not confirmed by a majority of the nodes within {SharedRegistry.Confirmation.TotalSeconds} s; it may still come.");

    /// <param name="Agent">Null: undeploy.</param>
    /// <param name="Next">What was decided when the last version was known.</param>
    public sealed record Change(AgentName Name, Agent? Agent, IActorRef Asker, DeployedAgent? Next = null)
    {
        /// <summary>When it was asked to be undeployed.</summary>
        public DateTimeOffset At { get; init; }
    }

    public sealed record Look(AgentName Name, IActorRef Asker);

    /// <summary>What was written is read again, to see whether it counts.</summary>
    public sealed record Reread(DeployedAgent Next, IActorRef Asker);

    /// <summary>What the group has decided is told to the other nodes.</summary>
    public sealed record Spread(long Version, IActorRef Asker);

    /// <summary>The last step of a request.</summary>
    public sealed record Settle(string What, long Version, IActorRef Asker)
    {
        /// <summary>Whose change ends with it; null: no agent's.</summary>
        public AgentName? Agent { get; init; }
    }
}
