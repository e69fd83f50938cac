using Hanzo.Network.Conversations;
using Hanzo.Network.Partitions;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What the sessions of one node share.</summary>
/// <param name="Agents">What this node may run.</param>
/// <param name="Writer">Names this life of the node in the journal.</param>
/// <param name="Places">For the runs that call a model.</param>
/// <param name="Waking">Of what the store has stopped, in this actor system.</param>
/// <param name="Leaves">The node is on its way out.</param>
/// <param name="Standing">Whether the node is cut off.</param>
/// <param name="IdleAfter">A session without open work passivates itself after this time.</param>
internal sealed record SessionServices(
    string NodeId,
    string Writer,
    NodeAgents Agents,
    EffectRunner Effects,
    IEventStore Store,
    NodeHistories Histories,
    SessionGauge Gauge,
    RunPlaces Places,
    SessionWaking Waking,
    Func<bool> Leaves,
    TimeSpan IdleAfter,
    Board<Standing> Standing,
    TimeProvider Time,
    ILogger Log)
{
    /// <summary>Asks other agents for the runs of these.</summary>
    public required ChildCaller Children { get; init; }

    public HistoryRetention Retention { get; init; } = HistoryRetention.Default;
}
