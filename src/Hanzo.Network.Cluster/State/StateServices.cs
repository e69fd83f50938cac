using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.State;

/// <summary>What shared state of one node is made of.</summary>
/// <param name="Board">Of the process: it outlives the actor system.</param>
/// <param name="IsJournaled">
/// The journal outlives the process. One that does not would keep for ever what the board has already: of it only the name of the
/// writer is used.
/// </param>
internal sealed record StateServices(
    string Network, string NodeId, StateBoard Board, IEventStore Store, bool IsJournaled, IIds Ids, TimeProvider Time, ILogger Log);
